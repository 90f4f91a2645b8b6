"""A form laid over its page: lines of writing are held against the form's own wordings, whatever was ruled there."""
