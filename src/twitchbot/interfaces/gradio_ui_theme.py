"""Colours and type of the chat page: teal on slate, the reader's own system font, nothing fetched from elsewhere."""

from __future__ import annotations

import gradio as gr

_SANS = ["ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def theme() -> gr.themes.Base:
    """The theme; the stylesheet page/page.css does the rest."""
    base = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=_SANS, font_mono=_MONO)
    return base.set(
        body_background_fill="#f4f8f8",
        body_background_fill_dark="#0b1416",
        body_text_color="#16262b",
        body_text_color_dark="#e4eeef",
        body_text_color_subdued="#4a5d63",
        body_text_color_subdued_dark="#a3b6ba",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#111d20",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        input_background_fill="#ffffff",
        input_background_fill_dark="#142327",
        input_border_color="#7d9399",
        input_border_color_dark="#5c757b",
        input_placeholder_color="#5a6d73",
        input_placeholder_color_dark="#9db0b5",
        button_primary_background_fill="#0f766e",
        button_primary_background_fill_dark="#2dd4bf",
        button_primary_background_fill_hover="#115e59",
        button_primary_background_fill_hover_dark="#5eead4",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#04211e",
        link_text_color="#0f6b64",
        link_text_color_dark="#5eead4",
        link_text_color_visited="#0f6b64",
        link_text_color_visited_dark="#5eead4",
        link_text_color_hover="#134e4a",
        link_text_color_hover_dark="#99f6e4",
    )
