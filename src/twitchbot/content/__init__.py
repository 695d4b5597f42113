"""What the bot says and knows, as data: `<language>/*.toml`, read and checked by the modules here."""
