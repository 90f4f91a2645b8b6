"""Tables that go on over pages: moved into line, their columns fitted, and joined."""
