//! Entries to records: owners, times to live and directives (RFC 1035 §5.1, RFC 2308 §4).

use crate::data::{seconds, value, value_of_text};
use crate::generate;
use crate::kind::Kind;
use crate::lines::{Entries, Entry, Word};
use crate::name::Name;
use crate::problem::{Problem, quoted};
use crate::{Record, Zone};
use std::ops::Range;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Most records that are read.
pub const MAX_RECORDS: usize = 200_000;
/// Problems after which reading ends: a file with more has one mistake many times.
const MAX_PROBLEMS: usize = 40;
/// Longest time to live, in seconds (RFC 2181 §8).
const LONGEST_TTL: u32 = i32::MAX.unsigned_abs();

/// Reads a whole file.
pub(crate) fn zone(text: &str, origin: Option<&Name>) -> Result<Zone, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let message =
            format!("the file is {} bytes long, at most {MAX_BYTES} are read; is this a zone file?", text.len());
        return Err(vec![Problem::new(0..0, message)]);
    }
    let mut reader = Reader { origin: origin.cloned(), ..Reader::default() };
    let mut problems = Vec::new();
    let mut entries = Entries::new(text);
    while let Some(entry) = entries.next() {
        if let Err(problem) = entry.and_then(|e| reader.entry(&e)) {
            problems.push(problem);
        }
        if problems.len() >= MAX_PROBLEMS || reader.records.len() > MAX_RECORDS {
            break;
        }
    }
    if reader.records.len() > MAX_RECORDS {
        problems.push(Problem::new(0..0, format!("the zone has more than {MAX_RECORDS} records, which are not read")));
    }
    let own = reader.records.iter().find(|r| r.kind == Kind::SOA).map(|r| r.name.clone());
    let own = own.or(reader.first_origin).or_else(|| origin.cloned());
    match own {
        _ if !problems.is_empty() => Err(problems),
        None => Err(vec![Problem::new(0..0, "no $ORIGIN and no start of authority say which domain this is")]),
        Some(_) if reader.records.is_empty() => Err(vec![Problem::new(0..0, "there is no record in it")]),
        Some(own) => Ok(Zone::new(own, reader.records, reader.left_aside)),
    }
}

/// What holds from line to line.
#[derive(Default)]
struct Reader {
    origin: Option<Name>,
    first_origin: Option<Name>,
    default_ttl: Option<u32>,
    last_ttl: Option<u32>,
    owner: Option<Name>,
    records: Vec<Record>,
    left_aside: usize,
}

/// A record's head: what stands before its value.
struct Head {
    ttl: Option<u32>,
    kind: Option<Kind>,
    /// Words used.
    used: usize,
}

impl Reader {
    fn entry(&mut self, entry: &Entry<'_>) -> Result<(), Problem> {
        let Some(first) = entry.words.first() else { return Ok(()) };
        if !first.quoted && first.text.starts_with('$') {
            return self.directive(first, &entry.words[1..]);
        }
        let words = if entry.indented {
            &entry.words[..]
        } else {
            let owner = Name::read(first.text, self.origin.as_ref());
            self.owner = Some(owner.map_err(|why| Problem::new(first.at.clone(), why))?);
            &entry.words[1..]
        };
        let missing = || Problem::new(first.at.clone(), "the first record has to begin with its name, or with @");
        let owner = self.owner.clone().ok_or_else(missing)?;
        self.record(owner, words, &first.at)
    }

    fn record(&mut self, owner: Name, words: &[Word<'_>], first: &Range<usize>) -> Result<(), Problem> {
        let head = head(words, first)?;
        let Some(kind) = head.kind else {
            self.left_aside += 1;
            return Ok(());
        };
        let end = words.last().map_or(first.end, |w| w.at.end);
        let at = first.start.min(end)..end;
        let mark = words.get(head.used - 1).map_or_else(|| at.clone(), |w| w.at.clone());
        let data = value(kind, &words[head.used..], self.origin.as_ref(), &mark)?;
        self.push(owner, head.ttl, kind, data, at)
    }

    fn push(
        &mut self,
        name: Name,
        ttl: Option<u32>,
        kind: Kind,
        data: Vec<u8>,
        at: Range<usize>,
    ) -> Result<(), Problem> {
        // RFC 2308 §4: its own, that of $TTL, that of the record before; the first start of authority has its minimum.
        let minimum = data.last_chunk::<4>().filter(|_| kind == Kind::SOA).map(|m| u32::from_be_bytes(*m));
        let Some(ttl) = ttl.or(self.default_ttl).or(self.last_ttl).or(minimum) else {
            return Err(Problem::new(at, "it has no time to live; write $TTL 3600 at the top of the file"));
        };
        self.last_ttl = Some(ttl);
        self.records.push(Record { name, ttl, kind, data, at });
        Ok(())
    }

    fn directive(&mut self, name: &Word<'_>, words: &[Word<'_>]) -> Result<(), Problem> {
        let one = |what: &str| match words {
            [word] => Ok(word),
            _ => Err(Problem::new(name.at.clone(), format!("{} needs {what}, and nothing else", name.text))),
        };
        match name.text.to_ascii_uppercase().as_str() {
            "$ORIGIN" => {
                let word = one("a domain with its final dot")?;
                let origin = Name::read(word.text, self.origin.as_ref());
                let origin = origin.map_err(|why| Problem::new(word.at.clone(), why))?;
                self.first_origin.get_or_insert_with(|| origin.clone());
                self.origin = Some(origin);
                Ok(())
            }
            "$TTL" => {
                let word = one("a time such as 3600 or 1h")?;
                self.default_ttl = Some(time_to_live(word).ok_or_else(|| no_time(word))??);
                Ok(())
            }
            "$GENERATE" => self.generate(name, words),
            "$INCLUDE" => Err(Problem::new(
                name.at.clone(),
                "other files are not read; put the records of that file here, or judge it by itself",
            )),
            _ => Err(Problem::new(name.at.clone(), "unknown directive; there are $ORIGIN, $TTL and $GENERATE")),
        }
    }

    fn generate(&mut self, name: &Word<'_>, words: &[Word<'_>]) -> Result<(), Problem> {
        let [range, owner, rest @ ..] = words else {
            return Err(Problem::new(name.at.clone(), "it reads: $GENERATE 1-20 host-$ A 203.0.113.$"));
        };
        let head = head(rest, &owner.at)?;
        let Some(kind) = head.kind else {
            return Err(Problem::new(owner.at.clone(), "signatures can't be generated"));
        };
        let end = rest.last().map_or(owner.at.end, |w| w.at.end);
        let at = name.at.start..end;
        for number in generate::range(range)? {
            if self.records.len() > MAX_RECORDS {
                break;
            }
            let fill =
                |word: &Word<'_>| generate::fill(word.text, number).map_err(|why| Problem::new(word.at.clone(), why));
            let made = Name::read(&fill(owner)?, self.origin.as_ref());
            let made = made.map_err(|why| Problem::new(owner.at.clone(), why))?;
            let texts: Vec<String> = rest[head.used..].iter().map(fill).collect::<Result<_, _>>()?;
            let data = match (&rest[head.used..], texts.as_slice()) {
                // BIND takes a value with blanks in quotes: `MX "10 mx$"`.
                ([word], [text]) if word.quoted && kind != Kind::TXT => {
                    let inside = value_of_text(kind, text, self.origin.as_ref());
                    inside.map_err(|problem| Problem { at: word.at.clone(), ..problem })?
                }
                (words, texts) => {
                    let filled: Vec<Word<'_>> =
                        words.iter().zip(texts).map(|(w, text)| Word { text, ..w.clone() }).collect();
                    value(kind, &filled, self.origin.as_ref(), &at)?
                }
            };
            self.push(made, head.ttl, kind, data, at.clone())?;
        }
        Ok(())
    }
}

/// Time to live and class in any order, then the type.
fn head(words: &[Word<'_>], owner: &Range<usize>) -> Result<Head, Problem> {
    let mut ttl = None;
    for (place, word) in words.iter().enumerate() {
        let used = place + 1;
        if word.quoted {
            return Err(Problem::new(word.at.clone(), "a type such as A or TXT has to stand before the value"));
        }
        if word.text.starts_with(|c: char| c.is_ascii_digit()) && ttl.is_none() {
            let seconds = time_to_live(word);
            ttl = Some(seconds.ok_or_else(|| no_type(word))??);
            continue;
        }
        match word.text.to_ascii_uppercase().as_str() {
            "IN" => {}
            "CH" | "HS" | "CS" => return Err(Problem::new(word.at.clone(), "only records of class IN are read")),
            _ if Kind::made_by_signers(word.text) => return Ok(Head { ttl, kind: None, used }),
            _ => {
                let kind = Kind::read(word.text).ok_or_else(|| no_type(word))?;
                return Ok(Head { ttl, kind: Some(kind), used });
            }
        }
    }
    let at = words.last().map_or_else(|| owner.clone(), |w| w.at.clone());
    Err(Problem::new(at, "a type such as A or CNAME is missing"))
}

/// `None` for what is no time at all.
fn time_to_live(word: &Word<'_>) -> Option<Result<u32, Problem>> {
    let seconds = seconds(word.text)?;
    let long = || Problem::new(word.at.clone(), format!("a time to live is at most {LONGEST_TTL} seconds"));
    Some(if seconds > LONGEST_TTL { Err(long()) } else { Ok(seconds) })
}

fn no_time(word: &Word<'_>) -> Problem {
    Problem::new(word.at.clone(), format!("{} is no time, such as 3600 or 1h", quoted(word.text)))
}

fn no_type(word: &Word<'_>) -> Problem {
    let near = Kind::near(word.text).map(|near| format!("; did you mean {near}?"));
    let hint = near.unwrap_or_else(|| "; types without a name are written as TYPE65280".into());
    Problem::new(word.at.clone(), format!("{} is no type of record{hint}", quoted(word.text)))
}
