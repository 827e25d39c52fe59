//! Reading the message back where it arrives on this machine.

use crate::error::Error;
use mail::dkim::Message;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The end of a mailbox file in which the message is looked for, in bytes.
const TAIL: u64 = 8 << 20;
/// How often the sink is looked into.
const PAUSE: Duration = Duration::from_millis(250);

/// Where mail arrives.
#[derive(Debug, PartialEq, Eq)]
pub enum Sink {
    /// A folder with `new` and `cur`, one file a message.
    Maildir(PathBuf),
    /// One file, messages one after the other.
    Mbox(PathBuf),
}

impl Sink {
    /// `maildir:PATH` or `mbox:PATH`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text.split_once(':') {
            Some(("maildir", path)) if !path.is_empty() => Ok(Self::Maildir(path.into())),
            Some(("mbox", path)) if !path.is_empty() => Ok(Self::Mbox(path.into())),
            _ => Err(Error::flag("--sink", text, "give maildir:PATH or mbox:PATH")),
        }
    }

    /// The message with this Message-ID, once it is there.
    pub async fn wait(&self, id: &str, limit: Duration) -> Result<Option<Message>, Error> {
        let until = Instant::now() + limit;
        loop {
            let found = match self {
                Self::Maildir(path) => in_maildir(path, id)?,
                Self::Mbox(path) => in_mbox(path, id)?,
            };
            if found.is_some() || Instant::now() >= until {
                return Ok(found);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn in_maildir(folder: &Path, id: &str) -> Result<Option<Message>, Error> {
    for part in ["new", "cur"] {
        let part = folder.join(part);
        // The folder is made with the first message.
        let Ok(files) = std::fs::read_dir(&part) else { continue };
        for file in files.flatten() {
            let Ok(bytes) = super::read(&file.path()) else { continue };
            if let Some(message) = with_id(&bytes, id) {
                return Ok(Some(message));
            }
        }
    }
    match folder.is_dir() || !folder.exists() {
        true => Ok(None),
        false => Err(Error::Usage(format!("{} is no folder; give maildir:PATH of one", folder.display()))),
    }
}

fn in_mbox(path: &Path, id: &str) -> Result<Option<Message>, Error> {
    if !path.exists() {
        return Ok(None);
    }
    let mut file = std::fs::File::open(path).map_err(Error::file(path))?;
    let size = file.metadata().map_err(Error::file(path))?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL))).map_err(Error::file(path))?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes).map_err(Error::file(path))?;
    Ok(messages(&bytes).into_iter().rev().find_map(|one| with_id(one, id)))
}

/// The messages of a mailbox: each begins with a line `From …` after an empty line or at the top.
fn messages(mbox: &[u8]) -> Vec<&[u8]> {
    let mut starts: Vec<usize> = if mbox.starts_with(b"From ") { vec![0] } else { Vec::new() };
    let after = mbox.windows(7).enumerate().filter(|(_, window)| *window == b"\n\nFrom ").map(|(at, _)| at + 2);
    starts.extend(after);
    let ends = starts.iter().skip(1).copied().chain([mbox.len()]);
    let one = |(start, end): (usize, usize)| {
        let message = &mbox[start..end];
        let header = message.iter().position(|byte| *byte == b'\n').map_or(message.len(), |end| end + 1);
        // The empty line before the next message belongs to the file.
        message[header..].strip_suffix(b"\n").unwrap_or_default()
    };
    starts.iter().copied().zip(ends).map(one).collect()
}

/// The message in these bytes, if it is the one with that Message-ID.
pub fn with_id(bytes: &[u8], id: &str) -> Option<Message> {
    let message = Message::read(bytes);
    let wanted = format!("<{id}>");
    let found = message.values("message-id").any(|value| value == wanted);
    found.then_some(message)
}

#[cfg(test)]
mod tests {
    use super::{messages, with_id};

    #[test]
    fn a_mailbox_is_cut_at_its_from_lines_only() {
        let mbox = b"From a@x Mon\nMessage-ID: <1@x>\n\nHi\n\nFrom b@x Mon\nMessage-ID: <2@x>\n\nFrom here on\n\n";
        let all = messages(mbox);
        // "From here on" follows an empty line: writers quote it with ">", so this is a message of its own.
        assert_eq!(all[0], b"Message-ID: <1@x>\n\nHi\n");
        assert!(with_id(all[1], "2@x").is_some() && with_id(all[0], "2@x").is_none());
    }
}
