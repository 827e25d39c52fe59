//! How a judge is called: its parameters say which facts it needs.

use crate::case::Case;
use jiff::Timestamp;
use model::facts::{FactKind, FactType};
use model::{CheckInfo, Declared, Evidence, Seen, Subject, Thresholds, Unknown, Verdict, Why};

/// What a judge may know besides its facts.
#[derive(Debug, Clone, Copy)]
pub struct Cx<'a> {
    /// The moment for which it judges: that of the evidence.
    pub at: Timestamp,
    /// What is judged.
    pub subject: &'a Subject,
    /// Limits of the profile.
    pub thresholds: &'a Thresholds,
    /// What the user declared.
    pub declared: &'a Declared,
}

impl Cx<'_> {
    /// The subject's host, or its name where it has none.
    #[must_use]
    pub fn host(&self) -> String {
        self.subject.host_name().unwrap_or_else(|| self.subject.name.clone())
    }

    /// Did somebody say that this host exists: typed, canonical or declared? Others were found by guessing.
    #[must_use]
    pub fn meant(&self, host: &str) -> bool {
        let d = self.declared;
        host == d.host
            || d.canonical.as_ref().is_some_and(|o| o.host == host)
            || d.hosts.iter().any(|h| h.name.as_str() == host)
    }

    /// Is the host meant, or the typed one with or without `www`, which people type just as well?
    #[must_use]
    pub fn expected(&self, host: &str) -> bool {
        self.meant(host) || www_twins(&self.declared.host, host)
    }

    /// Is the subject the front page of its site?
    #[must_use]
    pub fn is_home(&self) -> bool {
        self.subject.origin().is_some_and(|o| self.subject.name == format!("{o}/"))
    }
}

/// Do the two hosts differ by `www.` alone?
pub(crate) fn www_twins(a: &str, b: &str) -> bool {
    a.strip_prefix("www.") == Some(b) || b.strip_prefix("www.") == Some(a)
}

/// A parameter's demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Kind of fact.
    pub kind: FactKind,
    /// All facts of that kind below the subject, instead of the one of the subject or its ancestor.
    pub each: bool,
    /// The judge decides itself what not seen means.
    pub optional: bool,
}

/// What can stand in a judge's parameter list after `&Cx`.
pub trait Param {
    /// The argument for one call.
    type Arg<'a>;
    /// What it demands.
    fn need() -> Need;
    /// The argument.
    ///
    /// # Errors
    /// The reason why it is not there; the row is then unknown.
    fn get<'a>(evidence: &'a Evidence, subject: &'a Subject) -> Result<Self::Arg<'a>, Unknown>;
}

/// The fact of the subject, or of the ancestor that has such facts.
fn one<'a, T: FactType>(evidence: &'a Evidence, subject: &Subject) -> Seen<&'a T> {
    let Some(holder) = subject.ancestor(T::SUBJECT) else { return Err(Why::NotGathered.into()) };
    evidence.get::<T>(&holder)
}

impl<T: FactType> Param for &T {
    type Arg<'a> = &'a T;
    fn need() -> Need {
        Need { kind: T::KIND, each: false, optional: false }
    }
    fn get<'a>(evidence: &'a Evidence, subject: &'a Subject) -> Result<&'a T, Unknown> {
        one(evidence, subject)
    }
}

impl<T: FactType> Param for Seen<&T> {
    type Arg<'a> = Seen<&'a T>;
    fn need() -> Need {
        Need { kind: T::KIND, each: false, optional: true }
    }
    fn get<'a>(evidence: &'a Evidence, subject: &'a Subject) -> Result<Seen<&'a T>, Unknown> {
        Ok(one(evidence, subject))
    }
}

/// All facts of one kind below the subject, with those that could not be seen. Never empty.
pub struct Each<'a, T>(pub Vec<(&'a Subject, Seen<&'a T>)>);

impl<'a, T> Each<'a, T> {
    /// Those that were seen.
    pub fn seen(&self) -> impl Iterator<Item = (&'a Subject, &'a T)> + '_ {
        self.0.iter().filter_map(|(s, t)| Some((*s, *t.as_ref().ok()?)))
    }

    /// The first that could not be seen.
    #[must_use]
    pub fn first_unknown(&self) -> Option<&Unknown> {
        self.0.iter().find_map(|(_, t)| t.as_ref().err())
    }

    /// The fact of one subject.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&Seen<&'a T>> {
        self.0.iter().find(|(s, _)| s.name == name).map(|(_, t)| t)
    }
}

impl<T: FactType> Param for Each<'_, T> {
    type Arg<'a> = Each<'a, T>;
    fn need() -> Need {
        Need { kind: T::KIND, each: true, optional: true }
    }
    fn get<'a>(evidence: &'a Evidence, subject: &'a Subject) -> Result<Each<'a, T>, Unknown> {
        let each: Vec<_> = evidence.below::<T>(subject).collect();
        if each.is_empty() { Err(Why::NotGathered.into()) } else { Ok(Each(each)) }
    }
}

type Run = Box<dyn Fn(&Cx, &Evidence) -> Verdict + Send + Sync>;

/// A judge with its demands.
pub struct Judge {
    /// The facts it names.
    pub needs: Vec<Need>,
    run: Run,
}

impl Judge {
    /// A judge of answers: it names no facts, and reads what people declared.
    pub(crate) fn of_answers(run: impl Fn(&Cx, &Evidence) -> Verdict + Send + Sync + 'static) -> Self {
        Self { needs: Vec::new(), run: Box::new(run) }
    }
}

/// A function that can judge; the marker lets functions with different parameters share the trait.
pub trait IntoJudge<Marker> {
    /// The function as a judge.
    fn into_judge(self) -> Judge;
}

macro_rules! judges {
    ($($p:ident),+) => {
        impl<F, $($p),+> IntoJudge<fn($($p),+)> for F
        where
            $($p: Param + 'static,)+
            F: Send + Sync + 'static,
            for<'f> &'f F: Fn(&Cx, $($p),+) -> Verdict,
            for<'f, 'a> &'f F: Fn(&Cx, $($p::Arg<'a>),+) -> Verdict,
        {
            fn into_judge(self) -> Judge {
                // Without this indirection the compiler can't choose between the two `Fn` bounds.
                #[allow(non_snake_case, clippy::too_many_arguments)]
                fn call<$($p),+>(f: impl Fn(&Cx, $($p),+) -> Verdict, cx: &Cx, $($p: $p),+) -> Verdict {
                    f(cx, $($p),+)
                }
                Judge {
                    needs: vec![$($p::need()),+],
                    run: Box::new(move |cx, evidence| {
                        #[allow(non_snake_case)]
                        let ($($p,)+) = ($(match $p::get(evidence, cx.subject) {
                            Ok(arg) => arg,
                            Err(unknown) => return Verdict::Unknown(unknown),
                        },)+);
                        call(&self, cx, $($p),+)
                    }),
                }
            }
        }
    };
}
judges!(A);
judges!(A, B);
judges!(A, B, C);
judges!(A, B, C, D);

/// A check: what it declares, how it judges, and its examples.
pub struct Check {
    /// Declaration.
    pub info: &'static CheckInfo,
    /// Judge.
    pub judge: Judge,
    /// Examples: at least one that passes and one that fails.
    pub cases: fn() -> Vec<Case>,
}

impl Check {
    /// Joins the three.
    pub fn new<M>(info: &'static CheckInfo, judge: impl IntoJudge<M>, cases: fn() -> Vec<Case>) -> Self {
        Self { info, judge: judge.into_judge(), cases }
    }

    /// Judges one subject. A panic of the judge is our bug, never the target's fault.
    #[must_use]
    pub fn judge(&self, cx: &Cx, evidence: &Evidence) -> Verdict {
        let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (self.judge.run)(cx, evidence)));
        judged.unwrap_or_else(|_| Verdict::Unknown(Unknown::new(Why::Bug, self.info.id)))
    }
}
