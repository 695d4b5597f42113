"""Tools for agents over the Model Context Protocol: `ask` and `get_document`, the safety layer included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

import twitchbot
from twitchbot.config import Settings
from twitchbot.content.page import page_texts
from twitchbot.content.terminal import load_labels
from twitchbot.errors import TwitchbotError
from twitchbot.interfaces.server import address, listen
from twitchbot.render import document as document_json
from twitchbot.render.json import to_json
from twitchbot.render.text import to_text

if TYPE_CHECKING:
    from twitchbot.chatbot import Chatbot

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def run_mcp(settings: Settings, *, http: bool = False) -> None:
    """Serve the tools until the client hangs up: on stdin and stdout, or with `http` at `/mcp` of host and port.

    Raises:
        ConfigError: the host or the port cannot be used.
        RetrievalError: there is no index, or it cannot be used.
    """
    from twitchbot.chatbot import Chatbot

    if not http:
        return create_mcp(Chatbot.load(settings.paths.index, settings)).run("stdio")
    with listen(settings.server.host, settings.server.port) as listener:
        server = create_mcp(Chatbot.load(settings.paths.index, settings))
        app = server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            max_request_body_size=settings.server.max_body_bytes,
            host=settings.server.host,
        )
        print(f"twitchbot serves its tools on {address(listener)}/mcp", flush=True)
        return uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


def create_mcp(bot: Chatbot) -> MCPServer[Any]:
    """The MCP server over `bot`, not yet running. It keeps nothing between calls."""
    words = page_texts().agents
    server: MCPServer[Any] = MCPServer("twitchbot", instructions=words.instructions, version=twitchbot.__version__)

    @server.tool(description=words.ask, annotations=_READS)
    def ask(
        message: Annotated[str, Field(description="What the person wrote, unchanged.")],
        conversation: Annotated[
            dict[str, Any] | None, Field(description="`conversation` of the last reply, unchanged.")
        ] = None,
        region: Annotated[str | None, Field(description="Whose emergency numbers to show, such as `US`.")] = None,
    ) -> CallToolResult:
        try:
            answer = bot.reply(message, conversation, region=region)
        except TwitchbotError as error:
            raise ToolError(str(error)) from None
        return _result(to_text(answer, load_labels()), to_json(answer))

    @server.tool(description=words.get_document, annotations=_READS)
    def get_document(
        document_id: Annotated[str, Field(description="`document_id` of a quote.")],
    ) -> CallToolResult:
        found = bot.index.documents.get(document_id)
        if found is None:
            known = ", ".join(sorted(bot.index.documents))
            raise ToolError(f"There is no document {document_id!r}. There are: {known}")
        return _result(found.text, document_json.to_json(found))

    return server


def _result(text: str, data: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data)
