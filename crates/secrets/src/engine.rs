//! One pass over a text. A keyword automaton finds the places, rules look there.

use crate::assign::{self, Kind};
use crate::check::Answer;
use crate::hit::Hit;
use crate::kind::{FileKind, Format};
use crate::pairs;
use crate::placeholder::is_placeholder;
use crate::rare::entropy;
use crate::rule::{LoadError, Provider, Rule, Severity, load};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::ops::Range;

const BUILT_IN: [&str; 8] = [
    include_str!("../rules/cloud.toml"),
    include_str!("../rules/code.toml"),
    include_str!("../rules/ai.toml"),
    include_str!("../rules/money.toml"),
    include_str!("../rules/watch.toml"),
    include_str!("../rules/talk.toml"),
    include_str!("../rules/work.toml"),
    include_str!("../rules/common.toml"),
];

/// What a keyword stands for.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// A rule and which of its keywords.
    Rule(u16, u16),
    /// The assignment reader.
    Assignment,
    /// Personal data: `@` of an address.
    Address,
}

/// A value known from elsewhere, looked for as it is. Kept in memory only.
pub struct Needle {
    /// The bytes.
    pub value: Vec<u8>,
}

impl std::fmt::Debug for Needle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Needle({} bytes)", self.value.len())
    }
}

/// The rules, ready to run. Cheap to share between threads.
#[derive(Debug)]
pub struct Engine {
    rules: Vec<Rule>,
    providers: Vec<Provider>,
    automaton: AhoCorasick,
    /// What each pattern of the automaton stands for.
    meanings: Vec<Vec<Meaning>>,
    /// Rules for long unbroken runs.
    runs: Vec<usize>,
    needles: Option<AhoCorasick>,
    personal: bool,
    tests: bool,
}

impl Engine {
    /// The built-in rules.
    ///
    /// # Errors
    /// Only where a rule of ours is broken, which a test excludes.
    pub fn new() -> Result<Self, LoadError> {
        Self::with(Vec::new())
    }

    /// The built-in rules and further ones.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn with(more: Vec<Rule>) -> Result<Self, LoadError> {
        let (mut providers, mut rules) = (Vec::new(), Vec::new());
        for text in BUILT_IN {
            load(text, &mut providers, &mut rules)?;
        }
        // Rules of another tool have no provider: what is said of configuration fits them best.
        let own = providers.iter().position(|p| p.name == "Configuration").unwrap_or_default();
        rules.extend(more.into_iter().map(|rule| Rule { provider: own, ..rule }));
        let mut engine = Self {
            rules,
            providers,
            automaton: AhoCorasick::new::<[&str; 0], &str>([]).map_err(|_| LoadError::Empty("none".into()))?,
            meanings: Vec::new(),
            runs: Vec::new(),
            needles: None,
            personal: false,
            tests: false,
        };
        engine.build();
        Ok(engine)
    }

    /// Looks for these values as well.
    #[must_use]
    pub fn knowing(mut self, needles: &[Needle]) -> Self {
        let values: Vec<&[u8]> = needles.iter().map(|n| n.value.as_slice()).collect();
        self.needles = if values.is_empty() {
            None
        } else {
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(values).ok()
        };
        self
    }

    /// Looks for personal data as well.
    #[must_use]
    pub fn with_personal_data(mut self) -> Self {
        self.personal = true;
        self.build();
        self
    }

    /// Reports keys and passwords of tests, examples and documentation as well.
    #[must_use]
    pub fn with_tests(mut self, wanted: bool) -> Self {
        self.tests = wanted;
        self
    }

    pub(crate) fn looks_at_tests(&self) -> bool {
        self.tests
    }

    fn build(&mut self) {
        let mut words: Vec<String> = Vec::new();
        let mut meanings: Vec<Vec<Meaning>> = Vec::new();
        let mut index = std::collections::HashMap::new();
        let mut add = |word: &str, meaning: Meaning| {
            let at = *index.entry(word.to_owned()).or_insert_with(|| {
                words.push(word.to_owned());
                meanings.push(Vec::new());
                words.len() - 1
            });
            meanings[at].push(meaning);
        };
        self.runs.clear();
        for (i, rule) in self.rules.iter().enumerate() {
            let Some(shape) = &rule.shape else { continue };
            if rule.log && !self.personal {
                continue;
            }
            if shape.run {
                self.runs.push(i);
            }
            for (k, key) in shape.keys.iter().enumerate() {
                if let (Ok(i), Ok(k)) = (u16::try_from(i), u16::try_from(k)) {
                    add(key, Meaning::Rule(i, k));
                }
            }
        }
        for word in assign::WORDS {
            add(word, Meaning::Assignment);
        }
        if self.personal {
            add("@", Meaning::Address);
        }
        let kind = Some(AhoCorasickKind::DFA);
        let built = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(kind)
            .build(&words);
        if let Ok(automaton) = built {
            self.automaton = automaton;
            self.meanings = meanings;
        }
    }

    /// All rules; a [`Hit`] holds an index into them.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Who issues what.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// The provider of a rule.
    #[must_use]
    pub fn provider(&self, rule: usize) -> &Provider {
        &self.providers[self.rules[rule].provider]
    }

    /// The index of a rule by its id.
    #[must_use]
    pub fn rule_named(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|r| r.id == id)
    }

    /// Everything found in one text, in order, without overlaps.
    #[must_use]
    pub fn scan(&self, text: &[u8], kind: FileKind) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.keywords(text, kind, &mut hits);
        self.long_runs(text, &mut hits);
        self.known(text, &mut hits);
        pairs::special(self, text, kind, &mut hits);
        if self.personal {
            pairs::personal(self, text, &mut hits);
        }
        settle(hits)
    }

    fn keywords(&self, text: &[u8], kind: FileKind, hits: &mut Vec<Hit>) {
        if kind.format == Format::Lock {
            return;
        }
        let mut assigned = 0;
        for found in self.automaton.find_overlapping_iter(text) {
            let at = found.start();
            for meaning in &self.meanings[found.pattern().as_usize()] {
                match *meaning {
                    Meaning::Rule(rule, key) => {
                        let rule = usize::from(rule);
                        let Some(shape) = &self.rules[rule].shape else { continue };
                        if let Some(range) = shape.find(text, usize::from(key), at) {
                            self.keep(rule, text, range, if shape.near { 3 } else { 5 }, hits);
                        }
                    }
                    Meaning::Assignment if at >= assigned => {
                        if let Some(pair) = assign::pair_at(text, at, kind) {
                            assigned = pair.name.end;
                            self.assignment(text, &pair, kind, hits);
                        }
                    }
                    Meaning::Assignment => {}
                    Meaning::Address => pairs::address(self, text, at, hits),
                }
            }
        }
    }

    fn assignment(&self, text: &[u8], pair: &assign::Pair, kind: FileKind, hits: &mut Vec<Hit>) {
        let Some(what) = assign::judge(text, pair, kind) else { return };
        let config = !matches!(kind.format, Format::Code | Format::Prose);
        let id = match (what, config, kind.format) {
            (Kind::Password, _, Format::Log) => "password-in-log",
            (Kind::Password, true, _) => "password-in-config",
            (Kind::Secret, true, _) => "secret-in-config",
            (Kind::Password, false, _) => "password-in-code",
            (Kind::Secret, false, _) => "secret-in-code",
        };
        self.report(id, pair.value.clone(), 1, hits);
    }

    /// Adds a hit that a parser is sure of.
    pub(crate) fn report(&self, id: &str, range: Range<usize>, rank: u8, hits: &mut Vec<Hit>) {
        if let Some(rule) = self.rule_named(id) {
            hits.push(Hit { rule, range, severity: self.rules[rule].severity, known: false, rank });
        }
    }

    /// Adds a match unless it is a stand-in, too regular, or fails the rule's test.
    fn keep(&self, index: usize, text: &[u8], range: Range<usize>, rank: u8, hits: &mut Vec<Hit>) {
        let rule = &self.rules[index];
        let value = &text[range.clone()];
        if entropy(value) < rule.rare || rule.rare > 0.0 && is_placeholder(value) {
            return;
        }
        let (range, severity) = match rule.check.map(|c| c.ask(text, range.clone())) {
            None => (range, rule.severity),
            Some(Answer::Yes(range)) => (range, rule.severity),
            Some(Answer::Doubtful(range)) => (range, rule.severity.lower()),
            Some(Answer::No) => return,
        };
        // A name beside another name: `segments = fieldIndexGetDirectionalSegments`.
        if rank == 3 && rule.check.is_none() && is_name(&text[range.clone()]) {
            return;
        }
        hits.push(Hit { rule: index, range, severity, known: false, rank });
    }

    /// Runs of 30 letters and digits or more, found by jumping: only every 30th byte of ordinary text is looked at.
    fn long_runs(&self, text: &[u8], hits: &mut Vec<Hit>) {
        const LEAST: usize = 30;
        let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let mut at = 0;
        while at + LEAST <= text.len() {
            match text[at..at + LEAST].iter().rposition(|b| !part(*b)) {
                Some(gap) => at += gap + 1,
                None => {
                    let end = at + text[at..].iter().take_while(|b| part(**b)).count();
                    if end - at <= 420 {
                        self.run(text, at..end, hits);
                    }
                    at = end;
                }
            }
        }
    }

    fn run(&self, text: &[u8], run: Range<usize>, hits: &mut Vec<Hit>) {
        for rule in &self.runs {
            let Some(shape) = &self.rules[*rule].shape else { continue };
            if let Some(range) = shape.within(text, run.start.saturating_sub(24)..(run.end + 8).min(text.len())) {
                self.keep(*rule, text, range, 4, hits);
            }
        }
    }

    fn known(&self, text: &[u8], hits: &mut Vec<Hit>) {
        let (Some(needles), Some(rule)) = (&self.needles, self.rule_named("known-value")) else { return };
        for found in needles.find_iter(text) {
            hits.push(Hit { rule, range: found.range(), severity: Severity::Blocker, known: true, rank: 0 });
        }
    }

    /// The regex of each rule, for the tests that generate examples.
    pub fn sources(&self) -> impl Iterator<Item = (&Rule, &str, &[String])> {
        self.rules.iter().filter_map(|r| r.shape.as_ref().map(|s| (r, s.source(), s.keys.as_slice())))
    }
}

/// Letters that a person put together, without the digits that a generator would have used.
fn is_name(value: &[u8]) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let hex = value.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
    !hex && (crate::rare::surprise(value) < 4.0 || digits == 0 && crate::rare::surprise(value) < 5.6)
}

/// Of overlapping hits the surest stays, then the longest. A known value marks the hit that covers it.
fn settle(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        b.rank
            .cmp(&a.rank)
            .then(b.range.len().cmp(&a.range.len()))
            .then(a.range.start.cmp(&b.range.start))
            .then(a.rule.cmp(&b.rule))
    });
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        match kept.iter_mut().find(|k| k.range.start < hit.range.end && hit.range.start < k.range.end) {
            Some(over) => over.known |= hit.known,
            None => kept.push(hit),
        }
    }
    kept.sort_by_key(|h| h.range.start);
    kept
}
