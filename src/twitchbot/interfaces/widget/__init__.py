"""The embeddable widget: its script, its stylesheet, and the pages that go with it."""
