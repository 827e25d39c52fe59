//! `attest --ask`: a conversation of ten minutes at most. Every answer is written at once, so that it can be left
//! at any point and gone on with later.

use super::{Book, holds_until, indented};
use crate::error::Error;
use crate::output;
use model::{CheckInfo, Claim, Question, Said, Standing, Verdict, text};
use std::io::BufRead;
use std::time::{Duration, Instant};

/// Nobody is asked for longer.
const AT_MOST: Duration = Duration::from_secs(600);
const KEYS: &str = "y yes · n no · d don't know · a does not apply · s skip · b back · q stop";

/// What somebody did with a question.
enum Move {
    Answer(Said),
    Later,
    Unsure,
    Back,
    Stop,
}

/// Asks what nobody answered yet.
pub fn hold(book: Book, by: Option<&str>) -> Result<u8, Error> {
    let rows: Vec<_> = book.rows();
    let open = rows.iter().filter(|(j, _)| matches!(j.verdict, Verdict::Unknown(_)));
    let open: Vec<(&'static CheckInfo, &'static Question)> = open.map(|(j, q)| (j.info, *q)).collect();
    let not_arising = rows.iter().filter(|(j, _)| matches!(j.verdict, Verdict::NotApplicable(_))).count();
    if open.is_empty() {
        output::print(&format!("Every question about {} has an answer that holds.\n", book.label))?;
        return Ok(0);
    }
    let deciding = open.iter().filter(|(i, _)| book.profile.decisive(i)).count();
    let mut talk = Talk { book, began: Instant::now(), asked: Vec::new(), answered: 0 };
    talk.greet(open.len(), deciding, not_arising)?;
    let by = match by.map(str::trim).filter(|b| !b.is_empty()) {
        Some(by) => by.to_owned(),
        None => match talk.line("Your name: ")?.filter(|n| !n.is_empty()) {
            Some(name) => name,
            None => return Err(Error::Usage("an answer needs a name; give it with --by NAME".into())),
        },
    };
    talk.walk(&open, &by)?;
    Ok(0)
}

struct Talk {
    book: Book,
    began: Instant,
    /// Questions that somebody else has to answer.
    asked: Vec<(&'static CheckInfo, &'static Question)>,
    answered: usize,
}

impl Talk {
    fn greet(&self, open: usize, deciding: usize, not_arising: usize) -> Result<(), Error> {
        let n = text::count(open, "question", "questions");
        let decide = if deciding > 0 {
            format!(", {deciding} of them decide the verdict and come first")
        } else {
            String::new()
        };
        let mut hello = indented(0, &format!("{n} about {} that only people can answer{decide}.", self.book.label));
        if not_arising > 0 {
            hello += &format!(
                "{} left out, because the last look shows that it does not arise.\n",
                text::count(not_arising, "is", "are")
            );
        }
        let file = self.book.ledger.name();
        hello += &format!(
            "Each answer is written to {file} at once; stop whenever you like, and run it again to go on.\n{KEYS}\n\n"
        );
        output::print(&hello)
    }

    fn walk(&mut self, open: &[(&'static CheckInfo, &'static Question)], by: &str) -> Result<(), Error> {
        let mut at = 0;
        let mut ended = "All questions were asked.";
        while let Some((info, question)) = open.get(at).copied() {
            if self.began.elapsed() > AT_MOST {
                ended = "Ten minutes are over.";
                break;
            }
            match self.ask(at + 1, open.len(), info, question)? {
                Move::Stop => {
                    ended = "Stopped.";
                    break;
                }
                Move::Back => {
                    output::print("\n")?;
                    at = at.saturating_sub(1);
                    continue;
                }
                Move::Later => output::print("\n")?,
                Move::Unsure => {
                    output::print("\n")?;
                    self.asked.push((info, question));
                }
                Move::Answer(said) => {
                    let Some(claim) = self.claim(info, question, said, by)? else { break };
                    self.book.ledger.claim(&claim)?;
                    self.answered += 1;
                    self.asked.retain(|(i, _)| i.id != info.id);
                }
            }
            at += 1;
        }
        self.farewell(ended, open.len())
    }

    fn ask(&self, n: usize, of: usize, info: &CheckInfo, question: &Question) -> Result<Move, Error> {
        let decides = if self.book.profile.decisive(info) { " · decides" } else { "" };
        let head = format!("{n} of {of} · for {}{decides}", question.who);
        let mut out = format!("{head}\n");
        out += &indented(2, question.ask);
        out += &indented(2, &format!("If not: {}", question.consequence));
        output::print(&out)?;
        loop {
            let Some(word) = self.line("  > ")? else { return Ok(Move::Stop) };
            return Ok(match word.to_lowercase().as_str() {
                "y" | "yes" => Move::Answer(Said::Yes),
                "n" | "no" => Move::Answer(Said::No),
                "a" | "does not apply" | "n/a" => Move::Answer(Said::NotApplicable),
                "d" | "don't know" | "dont know" => Move::Unsure,
                "s" | "skip" | "" => Move::Later,
                "b" | "back" => Move::Back,
                "q" | "quit" | "stop" => Move::Stop,
                _ => {
                    output::print(&format!("  {KEYS}\n"))?;
                    continue;
                }
            });
        }
    }

    /// What shows it; an empty line means that the word of the person is all there is.
    fn claim(&self, info: &CheckInfo, question: &Question, said: Said, by: &str) -> Result<Option<Claim>, Error> {
        let prompt = match said {
            Said::Yes => format!(
                "{}  > ",
                indented(2, &format!("What shows it? A file, a link or a sentence: {}.", question.evidence))
            ),
            Said::No => "  What is missing, in a sentence?\n  > ".to_owned(),
            Said::NotApplicable => "  Why does it not apply, in a sentence?\n  > ".to_owned(),
        };
        loop {
            let Some(given) = self.line(&prompt)? else { return Ok(None) };
            let today = crate::ledger::today();
            let given = if given.is_empty() { format!("said on {today}, without more") } else { given };
            match self.book.ledger.evidence(by, &given, holds_until(question)) {
                Ok(attestation) => {
                    let until = attestation.until.0;
                    let kept =
                        if attestation.sha256.is_some() { "; the content of the file is kept in mind" } else { "" };
                    output::print(&format!("  written, holds until {until}{kept}\n\n"))?;
                    return Ok(Some(Claim {
                        check: info.id.to_owned(),
                        subject: "*".to_owned(),
                        said,
                        attestation,
                        standing: Standing::Holds,
                    }));
                }
                // A mistyped file name is asked again; nothing is lost.
                Err(error) => output::print(&format!("  {error}\n"))?,
            }
        }
    }

    fn farewell(&self, ended: &str, of: usize) -> Result<(), Error> {
        let mut out = format!("\n{ended} {} of {of} answered.", self.answered);
        if self.answered < of {
            out += &format!(" {} left; launch-ready attest --ask goes on.", of - self.answered);
        }
        out.push('\n');
        if !self.asked.is_empty() {
            out += "\nTo ask somebody else:\n";
            for (info, question) in &self.asked {
                out += &indented(2, &format!("{}: {}", question.who, question.ask));
                out += &format!("    {}\n", info.id);
            }
        }
        out += &format!("Next   launch-ready check {}\n", self.book.label);
        output::print(&out)
    }

    /// One line of the other side; `None` at the end of the input.
    fn line(&self, prompt: &str) -> Result<Option<String>, Error> {
        output::print(prompt)?;
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        let n = read.map_err(|e| Error::Usage(format!("the answer can't be read: {e}")))?;
        Ok((n > 0).then(|| line.trim().to_owned()))
    }
}
