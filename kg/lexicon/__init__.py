"""What is known before a text is read: names of actors and places, and the words that tell events."""
