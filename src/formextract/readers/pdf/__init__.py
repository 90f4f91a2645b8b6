"""The reader of PDF: its text layer, its drawings, and which parts of a page have to be read from pixels."""
