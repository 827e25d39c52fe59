//! Commands to copy: whatever a target puts into an address must not leave its quotes.

/// The text as one word of a shell command.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
