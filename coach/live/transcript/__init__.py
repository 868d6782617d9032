"""What speech-to-text tools write, line by line as it comes: one parser for each way of writing."""
