from twitchbot.interfaces import limits
from twitchbot.interfaces.limits import TokenBuckets


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_one_request_for_each_refilled_token():
    clock = Clock()
    buckets = TokenBuckets(per_minute=60, burst=3, clock=clock)
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 0]
    assert buckets.wait("a") == 1.0
    clock.now = 1.0
    assert buckets.wait("a") == 0.0
    assert buckets.wait("a") == 1.0


def test_clients_do_not_share_a_bucket():
    buckets = TokenBuckets(per_minute=60, burst=1, clock=Clock())
    assert buckets.wait("a") == buckets.wait("b") == 0.0
    assert buckets.wait("a") > 0


def test_a_refused_client_does_not_push_its_turn_away():
    clock = Clock()
    buckets = TokenBuckets(per_minute=60, burst=1, clock=clock)
    buckets.wait("a")
    for tenth in range(1, 10):
        clock.now = tenth / 10
        assert buckets.wait("a") > 0
    clock.now = 1.01
    assert buckets.wait("a") == 0.0


def test_only_so_many_clients_are_remembered(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CLIENTS", 2)
    buckets = TokenBuckets(per_minute=60, burst=1, clock=Clock())
    for client in "abc":
        buckets.wait(client)
    assert buckets.wait("c") > 0
    assert buckets.wait("a") == 0.0
