"""Measuring the bot on files of questions, dialogues, messages and judged passages."""
