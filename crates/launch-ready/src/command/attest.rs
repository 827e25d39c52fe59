//! `launch-ready attest`: what only people know, written into `launch.toml`.

mod interview;
mod list;

use crate::cli::AttestArgs;
use crate::command::verify;
use crate::error::{Error, did_you_mean};
use crate::ledger::{Ledger, today};
use crate::{output, run, setup, state};
use checks::Check;
use jiff::{Timestamp, ToSpan};
use model::{CheckInfo, Claim, Evidence, Judged, Profile, Question, Standing, Target};

/// Columns of what is printed.
const COLUMNS: usize = 80;

/// Runs the command; gives the exit code.
pub fn execute(args: &AttestArgs) -> Result<u8, Error> {
    if args.item.is_none() && !args.ask && !args.list {
        return Err(Error::Usage(
            "name a question, or walk through all of them with --ask, or see them with --list".into(),
        ));
    }
    let book = Book::open(args)?;
    if args.list {
        return list::print(&book, args.item.as_deref(), args.format);
    }
    if args.ask {
        return interview::hold(book, args.by.as_deref());
    }
    let (info, question) = item(args.item.as_deref().unwrap_or_default())?;
    let (Some(by), Some(evidence)) = (&args.by, &args.evidence) else {
        let missing =
            if args.by.is_none() { "who says so: --by NAME" } else { "what shows it: --evidence FILE|URL|TEXT" };
        return Err(Error::Usage(format!("say {missing}; what counts is {}", question.evidence)));
    };
    if by.trim().is_empty() || evidence.trim().is_empty() {
        return Err(Error::Usage("--by and --evidence need a word each".into()));
    }
    let until = args.until.unwrap_or_else(|| holds_until(question));
    if until < today() {
        return Err(Error::flag("--until", &until.to_string(), "give a day that is still to come"));
    }
    let mut ledger = book.ledger;
    let attestation = ledger.evidence(by, evidence, until)?;
    let kept = attestation.sha256.as_ref().map(|_| ", with its content hash").unwrap_or_default();
    let claim = Claim {
        check: info.id.to_owned(),
        subject: "*".to_owned(),
        said: args.answer.into(),
        attestation,
        standing: Standing::Holds,
    };
    ledger.claim(&claim)?;
    let a = &claim.attestation;
    let mut said = format!(
        "{}: {} answered {} by {} until {until}; evidence: {}{kept}\n",
        ledger.name(),
        info.id,
        claim.said.word(),
        a.by,
        a.evidence
    );
    if until > holds_until(question) {
        said += &format!("The question suggests {} days at most.\n", question.days);
    }
    output::print(&said)?;
    Ok(0)
}

/// The question of that id.
fn item(id: &str) -> Result<(&'static CheckInfo, &'static Question), Error> {
    let asks = |c: &&'static Check| c.info.asks.map(|q| (c.info, q));
    // People remember the words after the slash.
    let whole = if id.contains('/') { id.to_owned() } else { format!("people/{id}") };
    let found = checks::by_id(&whole).as_ref().and_then(asks);
    found.ok_or_else(|| {
        let known = checks::infos().into_iter().filter(|i| i.asks.is_some()).map(|i| i.id);
        let near = did_you_mean(&whole, known).map(|n| format!("; did you mean {n}")).unwrap_or_default();
        Error::Usage(format!("there is no question \"{id}\"{near}; launch-ready attest --list shows them all"))
    })
}

/// As long as the question says.
fn holds_until(question: &Question) -> jiff::civil::Date {
    let today = today();
    today.checked_add(i32::from(question.days).days()).unwrap_or(today)
}

/// The ledger, and what the last look knows of the app.
struct Book {
    ledger: Ledger,
    label: String,
    profile: Profile,
    judging: run::Judging,
    evidence: Evidence,
}

impl Book {
    fn open(args: &AttestArgs) -> Result<Self, Error> {
        let exists = args.config.as_deref().is_none_or(std::path::Path::exists);
        let config = setup::config(args.config.as_deref().filter(|_| exists))?;
        let config = setup::under_profile(config, args.profile.as_deref())?;
        let typed = args.target.clone().or_else(|| config.target());
        let last = || verify::last(None).ok().map(|r| r.target);
        let name = typed.or_else(last);
        let target = match &name {
            Some(name) => Target::parse(name).map_err(|e| Error::Usage(e.to_string()))?,
            None => return Err(Error::Usage("whose app is it: name it with --target acme.example, or look first with launch-ready check acme.example".into())),
        };
        let ledger = Ledger::open(args.config.as_deref(), name.as_deref())?;
        let evidence = state::folder(&target.label)
            .and_then(|f| std::fs::read_to_string(f.join("evidence.json")).ok())
            .and_then(|text| Evidence::from_json(&text).ok())
            .unwrap_or_else(|| Evidence::new(Timestamp::now()));
        let profile = config.profile.clone();
        let judging = setup::judging(&setup::flags(vec!["people".into()]), config, &target)?;
        Ok(Self { ledger, label: target.label, profile, judging, evidence })
    }

    /// Every question with what the ledger says to it, those first that decide.
    fn rows(&self) -> Vec<(Judged, &'static Question)> {
        let court = checks::registry::Court { thresholds: &self.profile.thresholds, declared: &self.judging.declared };
        let asked: Vec<&'static Check> = checks::all().iter().filter(|c| c.info.asks.is_some()).collect();
        let mut rows: Vec<(Judged, &'static Question)> = checks::judge_all(&self.evidence, court, &asked)
            .into_iter()
            .filter_map(|j| j.info.asks.map(|q| (j, q)))
            .collect();
        rows.sort_by_key(|(j, _)| std::cmp::Reverse(self.profile.severity_of(j.info)));
        rows
    }
}

/// Wrapped, some spaces in.
fn indented(by: usize, text: &str) -> String {
    let margin = " ".repeat(by);
    let mut out = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let n = word.chars().count();
        if used > 0 && used + 1 + n <= COLUMNS - by {
            out.push(' ');
            used += 1 + n;
        } else {
            if used > 0 {
                out.push('\n');
            }
            out += &margin;
            used = n;
        }
        out += word;
    }
    out + "\n"
}
