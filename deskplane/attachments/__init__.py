"""Files that people attach: taken as a stream, typed by content, served so that they can do no harm."""
