"""How long a start takes and what it holds: until the API answers a question, and until the chat page is there.

The index is built already. Beside it, in the same run because the machine sets the scale: the plain library, from a
fresh process to the vector of one question.

python benchmarks/start.py [rounds]
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

QUESTION = {"message": "does low vitamin D cause twitching?"}
AIM = {"API": 2.0, "page": 5.0}
PLAIN = f"""
from sentence_transformers import SentenceTransformer
from twitchbot.retrieval.encoders.weights import find_weights
SentenceTransformer(str(find_weights("bundled").folder), device="cpu").encode([{QUESTION["message"]!r}])
print(flush=True)
input()
"""


def main(rounds: int) -> None:
    """Print the median of the rounds beside the aim, in seconds, and the load of the machine."""
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    found = [start() for _ in range(rounds)]
    for name, aim in AIM.items():
        seconds = [one[name] for one in found]
        print(f"{name}: {statistics.median(seconds):.2f} s (aim {aim:.0f} s; {min(seconds):.2f} to {max(seconds):.2f})")
    seconds, megabytes = plain_library()
    answered = statistics.median(one["API"] for one in found)
    held = statistics.median(one["MB"] for one in found)
    print(f"memory once both are there: {held:.0f} MB")
    print(f"the plain library, one vector: {seconds:.2f} s, {megabytes:.0f} MB")
    print(f"its time over the first answer's: {seconds / answered:.1f}")


def start() -> dict[str, float]:
    """Seconds from the command to the first answer of the API and to the chat page, and the memory then held in MB."""
    port = free_port()
    begun = time.perf_counter()
    command = [sys.executable, "-m", "twitchbot", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            api = until(begun, lambda: client.post("/v1/chat", json=QUESTION).status_code == 200)
            page = until(begun, lambda: "gradio-app" in client.get("/").text)
            held = memory(server.pid)
    finally:
        server.terminate()
        server.wait(20)
    return {"API": api, "page": page, "MB": held}


def plain_library() -> tuple[float, float]:
    """Seconds until sentence-transformers gave one vector, and the memory then held in MB."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", PLAIN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as plain:
        assert plain.stdout is not None
        plain.stdout.readline()
        found = time.perf_counter() - begun, memory(plain.pid)
        plain.communicate(b"\n")
    return found


def memory(process: int) -> float:
    """Resident memory of a process in MB; nan where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) / 1024 if found else float("nan")


def until(begun: float, is_there: Callable[[], bool]) -> float:
    """Seconds from `begun` until `is_there` says so."""
    while time.perf_counter() - begun < 120:
        try:
            if is_there():
                return time.perf_counter() - begun
        except httpx.TransportError:
            pass
        time.sleep(0.03)
    raise SystemExit("It did not start within two minutes.")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
