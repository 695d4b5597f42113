"""From a message to a reply: the query, the safety layer, intents, the decision, quotes and the draft."""
