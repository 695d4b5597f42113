import json
import sys

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from stand_in import DOCUMENT, TEXT, StandInBot

from twitchbot.interfaces.mcp_server import create_mcp


def call(bot, name, arguments):
    async def run():
        async with Client(create_mcp(bot)) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(run)


def test_ask_returns_the_answer_and_its_text():
    result = call(StandInBot(), "ask", {"message": "magnesium?"})
    assert result.structured_content["outcome"] == "answer"
    assert "Too little of it can show as small twitches." in result.content[0].text
    assert "not medical advice" in result.content[0].text


def test_a_safety_reply_reaches_the_agent_whole():
    result = call(StandInBot(), "ask", {"message": "emergency"})
    assert result.structured_content["tier"] == "emergency"
    assert result.content[0].text.index("Call 911 now.") < 120


def test_conversation_and_region_are_passed_on():
    bot = StandInBot()
    first = call(bot, "ask", {"message": "one"})
    arguments = {"message": "two", "conversation": first.structured_content["conversation"], "region": "UK"}
    second = call(bot, "ask", arguments)
    assert second.structured_content["conversation"]["turns"] == 2
    assert bot.asked[-1] == ("two", "UK", None)


def test_a_forged_conversation_is_a_readable_error():
    result = call(StandInBot(), "ask", {"message": "x", "conversation": {"v": 99}})
    assert result.is_error
    assert "null to start anew" in result.content[0].text


def test_get_document_gives_the_text_that_quotes_are_cut_from():
    result = call(StandInBot(), "get_document", {"document_id": DOCUMENT.id})
    assert result.structured_content["text"] == TEXT


def test_an_unknown_document_names_the_known_ones():
    result = call(StandInBot(), "get_document", {"document_id": "nope"})
    assert result.is_error
    assert DOCUMENT.id in result.content[0].text


@pytest.mark.model
def test_the_command_speaks_the_protocol_on_stdin_and_stdout():
    async def run():
        server = StdioServerParameters(command=sys.executable, args=["-m", "twitchbot", "mcp"])
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = {tool.name for tool in (await session.list_tools()).tools}
            answer = await session.call_tool("ask", {"message": "does low vitamin D cause twitching?"})
            alarm = await session.call_tool("ask", {"message": "I can't breathe and my chest hurts"})
            quote = next(part for part in answer.structured_content["parts"] if part["type"] == "quote")
            document = await session.call_tool("get_document", {"document_id": quote["document_id"]})
            return tools, quote, document.structured_content["text"], alarm.structured_content

    tools, quote, text, alarm = anyio.run(run)
    assert tools == {"ask", "get_document"}
    assert text[quote["start"] : quote["end"]] == quote["text"]
    assert alarm["tier"] == "emergency"
    assert not [part for part in alarm["parts"] if part["type"] == "quote"], json.dumps(alarm)
