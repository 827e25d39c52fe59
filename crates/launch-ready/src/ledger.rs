//! The claims ledger: answers of people in `launch.toml`, and whether they still count.

use crate::error::Error;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::report::{Attestation, Waiver, jiff_date};
use model::{Claim, Standing, Target};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Files above this are no evidence that a person would look at.
const LARGEST: u64 = 200 << 20;

/// Answers whose evidence is a file count only while the file is the same. `folder` is where `launch.toml` lies.
pub fn compare_files(claims: &mut [Claim], folder: &Path) {
    for claim in claims {
        let Some(sum) = &claim.attestation.sha256 else { continue };
        if hash(&folder.join(&claim.attestation.evidence)).ok().as_ref() != Some(sum) {
            claim.standing = Standing::Changed;
        }
    }
}

/// Answers whose last day has passed no longer count.
pub fn expire(claims: &mut [Claim], now: Timestamp) {
    for claim in claims.iter_mut().filter(|c| c.is_over(now)) {
        claim.standing = Standing::Expired;
    }
}

/// Today, UTC, as the last days of answers are meant.
pub fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

fn hash(file: &Path) -> Result<String, Error> {
    let size = std::fs::metadata(file).map_err(Error::file(file))?.len();
    if size > LARGEST {
        return Err(Error::Usage(format!("{} is larger than 200 MB; name a smaller file or a link", file.display())));
    }
    let bytes = std::fs::read(file).map_err(Error::file(file))?;
    Ok(Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect())
}

/// A `launch.toml` that is written to.
pub struct Ledger {
    path: PathBuf,
    text: String,
}

impl Ledger {
    /// The named file, or `launch.toml` here. One that is not there begins with the domain of the last look.
    pub fn open(named: Option<&Path>, target: Option<&str>) -> Result<Self, Error> {
        let path = named.map_or_else(|| PathBuf::from("launch.toml"), Path::to_owned);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = config::decode(&bytes, &path.display().to_string())?.to_owned();
                Ok(Self { path, text })
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self { path, text: beginning(target) }),
            Err(e) => Err(Error::File { path, source: e }),
        }
    }

    /// The file as people call it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Adds or renews an answer, and writes the file.
    pub fn claim(&mut self, claim: &Claim) -> Result<(), Error> {
        self.text = config::edit::add_attestation(&self.text, claim)?;
        self.write()
    }

    /// Adds or renews a waiver, and writes the file.
    pub fn waive(&mut self, waiver: &Waiver) -> Result<(), Error> {
        self.text = config::edit::add_waiver(&self.text, waiver)?;
        self.write()
    }

    fn write(&self) -> Result<(), Error> {
        std::fs::write(&self.path, &self.text).map_err(Error::file(&self.path))
    }

    /// What somebody gave as evidence: a file (its hash is kept), a link, or a sentence.
    pub fn evidence(&self, by: &str, given: &str, until: Date) -> Result<Attestation, Error> {
        let given = given.trim();
        let of = |evidence: String, sha256| Attestation {
            by: by.trim().to_owned(),
            evidence,
            sha256,
            until: jiff_date::Date(until),
        };
        let link = given.starts_with("https://") || given.starts_with("http://");
        if link || !is_path(given) {
            return Ok(of(given.split_whitespace().collect::<Vec<_>>().join(" "), None));
        }
        let sum = hash(Path::new(given))?;
        Ok(of(self.beside(Path::new(given)), Some(sum)))
    }

    /// The file as seen from the folder of `launch.toml`.
    fn beside(&self, file: &Path) -> String {
        let whole = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_owned());
        let folder = self.path.parent().filter(|p| *p != Path::new("")).unwrap_or(Path::new("."));
        let file = whole(file);
        file.strip_prefix(whole(folder)).unwrap_or(&file).display().to_string()
    }
}

/// A file that is there, or a word that can only be meant as one.
fn is_path(text: &str) -> bool {
    let file_like = |t: &str| {
        let ending = t.rsplit_once('.').is_some_and(|(stem, e)| {
            !stem.is_empty() && (1..=4).contains(&e.len()) && e.chars().all(char::is_alphanumeric)
        });
        t.starts_with(['/', '.', '~']) || ending
    };
    Path::new(text).is_file() || (!text.contains(char::is_whitespace) && file_like(text))
}

fn beginning(target: Option<&str>) -> String {
    let apex = target.and_then(|t| Target::parse(t).ok()?.registrable);
    let head = "# What Launch Ready should know about this app; launch-ready init writes a longer one.\n";
    apex.map_or_else(|| head.to_owned(), |apex| format!("{head}[domain]\napex = \"{apex}\"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_a_file_where_it_can_be_nothing_else() {
        for (text, file) in [
            ("accounts.md", true),
            ("./accounts", true),
            ("docs/list.png", true),
            ("the list in our wiki.", false),
            ("tried on 20 Nov", false),
            ("yes", false),
            ("Cargo.toml", true),
        ] {
            assert_eq!(is_path(text), file, "{text}");
        }
    }
}
