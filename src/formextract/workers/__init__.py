"""Processes that can be killed: they read strangers' files and answer questions about them; messages are text."""
