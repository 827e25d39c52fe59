//! `check_host()` (RFC 7208 §4): what the records say about one sender.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use super::macros::{Place, macro_string};
use super::matching::Matched;
use super::session::{Session, Stop};
use super::{
    Branch, DomainSpec, Evaluation, Mechanism, Modifier, Qualifier, Record, SpfResult, Step, StepOutcome, Term,
    TermKind, is_spf,
};
use crate::dns::Dns;
use crate::name::{can_be_asked, is_mail_domain};
use crate::problem::LONGEST_TXT;

/// Limits and what only explanation texts need. The defaults are the numbers of RFC 7208 §4.6.4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Terms that may cost a lookup: 10.
    pub lookup_limit: u32,
    /// Lookups that may find nothing: 2.
    pub void_limit: u32,
    /// Mail servers that one `mx` may have: 10; more is an error.
    pub mx_limit: usize,
    /// Names of the sender's address that are looked at: 10; further ones are ignored.
    pub ptr_limit: usize,
    /// The name of the checking host, for `%{r}`.
    pub receiver: String,
    /// Seconds since 1970, for `%{t}`.
    pub unix_time: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lookup_limit: 10,
            void_limit: 2,
            mx_limit: 10,
            ptr_limit: 10,
            receiver: "unknown".to_owned(),
            unix_time: 0,
        }
    }
}

/// Whether the host `ip`, which greeted as `helo`, may send mail from `mail_from` (empty for a bounce).
pub async fn check_host<D: Dns>(dns: &D, ip: IpAddr, helo: &str, mail_from: &str, options: &Options) -> Evaluation {
    let mut session = Session::new(dns, ip, helo, mail_from, options);
    let domain = session.sender_domain.clone();
    let (tree, exp) = match is_mail_domain(&domain) {
        true => session.branch(crate::name::trimmed(&domain).to_owned()).await,
        false => {
            let reason = "the sender has no domain that could be asked".to_owned();
            (Branch::ended(domain, None, SpfResult::None, Some(reason)), None)
        }
    };
    let explanation = match exp {
        Some(exp) if tree.result == SpfResult::Fail => session.explanation(&exp).await,
        _ => None,
    };
    Evaluation {
        result: tree.result,
        reason: tree.reason.clone(),
        explanation,
        deciding: tree.deciding(),
        tree,
        lookups: session.lookups,
        voids: session.voids,
    }
}

/// `exp=` and the domain in whose record it stands.
pub(super) struct Exp {
    spec: DomainSpec,
    domain: String,
}

/// A branch and the `exp=` that goes with its result.
type Explained = (Branch, Option<Exp>);

impl<D: Dns> Session<'_, D> {
    /// Evaluates the record of `domain`. Boxed, as records lead to records; the lookup limit ends every loop.
    pub fn branch<'s>(&'s mut self, domain: String) -> Pin<Box<dyn Future<Output = Explained> + Send + 's>> {
        Box::pin(async move {
            let (text, record) = match self.record(&domain).await {
                Ok(found) => found,
                Err(branch) => return (branch, None),
            };
            let mut branch = Branch::ended(domain, Some(text), SpfResult::Neutral, None);
            let exp = self.evaluate(&record, &mut branch).await;
            (branch, exp)
        })
    }

    /// The one record of `domain`, or the branch that says why there is none (RFC 7208 §4.4 and §4.5).
    async fn record(&mut self, domain: &str) -> Result<(String, Record), Branch> {
        let ended = |result, text, reason: String| Branch::ended(domain.to_owned(), text, result, Some(reason));
        if !can_be_asked(domain) {
            return Err(ended(SpfResult::None, None, format!("domain \"{domain}\" can't be asked for a record")));
        }
        let answer = match self.dns.txt(domain).await.known() {
            Ok(answer) => answer,
            Err(why) => {
                return Err(ended(SpfResult::TempError, None, format!("{domain} can't be looked up: {why}")));
            }
        };
        let mut texts = answer.iter().filter(|bytes| begins_as_spf(bytes));
        let Some(bytes) = texts.next() else {
            return Err(ended(SpfResult::None, None, format!("domain {domain} has no SPF record")));
        };
        if texts.next().is_some() {
            return Err(ended(SpfResult::PermError, None, format!("{domain} has more than one SPF record")));
        }
        if bytes.len() > LONGEST_TXT {
            return Err(ended(
                SpfResult::PermError,
                None,
                format!("the record of {domain} is longer than the DNS can carry"),
            ));
        }
        let text = text_of(bytes);
        match Record::parse(&text) {
            Ok(record) => Ok((text, record)),
            Err(problems) => {
                let all: Vec<String> = problems.iter().take(5).map(ToString::to_string).collect();
                let reason = format!("the record of {domain} is wrong: {}", all.join("; "));
                Err(ended(SpfResult::PermError, Some(text), reason))
            }
        }
    }

    /// Goes through the terms of one record (RFC 7208 §4.6.2 and §4.7).
    async fn evaluate(&mut self, record: &Record, branch: &mut Branch) -> Option<Exp> {
        let own_exp = record.exp().cloned().map(|spec| Exp { spec, domain: branch.domain.clone() });
        let mut decided = false;
        for term in &record.terms {
            let TermKind::Directive { qualifier, mechanism } = &term.kind else {
                continue;
            };
            if decided {
                branch.steps.push(self.step(term, branch, StepOutcome::NotReached));
                continue;
            }
            let matched = self.attempt(term, mechanism, &branch.domain).await;
            let outcome = match (&matched.stop, matched.yes) {
                (Some(_), _) => StepOutcome::Error,
                (None, true) => StepOutcome::Match,
                (None, false) => StepOutcome::NoMatch,
            };
            let mut step = self.step(term, branch, outcome);
            (step.seen, step.branch) = (matched.seen, matched.branch);
            branch.steps.push(step);
            if let Some(stop) = matched.stop {
                branch.stopped(stop);
                return None;
            }
            if matched.yes {
                branch.result = result_of(*qualifier);
                decided = true;
            }
        }
        match decided {
            true => own_exp,
            false => self.redirected(record, branch).await,
        }
    }

    /// Nothing matched: the record of `redirect=` decides, with its own `exp=` (RFC 7208 §6.1 and §6.2).
    async fn redirected(&mut self, record: &Record, branch: &mut Branch) -> Option<Exp> {
        let redirect = |term: &&Term| matches!(term.kind, TermKind::Modifier(Modifier::Redirect { .. }));
        let (term, target) = (record.terms.iter().find(redirect)?, record.redirect()?);
        if let Err(stop) = self.count_lookup() {
            branch.steps.push(self.step(term, branch, StepOutcome::Error));
            branch.stopped(stop);
            return None;
        }
        let name = self.name(&target.0, &branch.domain).await;
        let (next, exp) = self.branch(name).await;
        (branch.result, branch.reason) = match next.result {
            SpfResult::None => {
                let reason = next.reason.clone().unwrap_or_default();
                (SpfResult::PermError, Some(format!("the redirect target, {reason}")))
            }
            result => (result, next.reason.clone()),
        };
        let outcome = match branch.result {
            SpfResult::TempError | SpfResult::PermError => StepOutcome::Error,
            _ => StepOutcome::Match,
        };
        let mut step = self.step(term, branch, outcome);
        step.branch = Some(next);
        branch.steps.push(step);
        exp
    }

    /// Counts the term and compares it; an error on the way is the answer too.
    async fn attempt(&mut self, term: &Term, mechanism: &Mechanism, domain: &str) -> Matched {
        let counted = match term.kind.costs_a_lookup() {
            true => self.count_lookup(),
            false => Ok(()),
        };
        let matched = match counted {
            Ok(()) => self.matches(mechanism, domain).await,
            Err(stop) => Err(stop),
        };
        matched.unwrap_or_else(|stop| Matched { stop: Some(stop), ..Matched::default() })
    }

    fn step(&self, term: &Term, branch: &Branch, outcome: StepOutcome) -> Step {
        let text = branch.record.as_deref().unwrap_or_default();
        Step {
            term: text.get(term.span.clone()).unwrap_or_default().to_owned(),
            span: term.span.clone(),
            outcome,
            seen: None,
            lookups: self.lookups,
            voids: self.voids,
            branch: None,
        }
    }

    /// The text for a refused sender; whatever is wrong with it, there is simply none (RFC 7208 §6.2).
    async fn explanation(&mut self, exp: &Exp) -> Option<String> {
        let name = self.name(&exp.spec.0, &exp.domain).await;
        if !can_be_asked(&name) {
            return None;
        }
        let texts = self.dns.txt(&name).await.known().ok()?;
        let [text] = texts.as_slice() else {
            return None;
        };
        let text = macro_string(&text_of(text), Place::Explanation).ok()?;
        Some(self.text(&text, &exp.domain).await)
    }
}

impl Branch {
    fn ended(domain: String, record: Option<String>, result: SpfResult, reason: Option<String>) -> Self {
        Self { domain, record, result, reason, steps: Vec::new() }
    }

    fn stopped(&mut self, stop: Stop) {
        let (result, reason) = match stop {
            Stop::Temp(reason) => (SpfResult::TempError, reason),
            Stop::Perm(reason) => (SpfResult::PermError, reason),
        };
        (self.result, self.reason) = (result, Some(reason));
    }
}

/// A TXT record as text; bytes that are no UTF-8 become U+FFFD, which no SPF record may hold.
pub(super) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// [`is_spf`], without turning the whole of a huge record into text first.
pub(super) fn begins_as_spf(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min("v=spf1 ".len())];
    std::str::from_utf8(start).is_ok_and(is_spf)
}

fn result_of(qualifier: Qualifier) -> SpfResult {
    match qualifier {
        Qualifier::Pass => SpfResult::Pass,
        Qualifier::Fail => SpfResult::Fail,
        Qualifier::SoftFail => SpfResult::SoftFail,
        Qualifier::Neutral => SpfResult::Neutral,
    }
}
