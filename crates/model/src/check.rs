//! What a check declares about itself. Its judgement lives in `checks`.

use crate::subject::SubjectKind;
use serde::{Deserialize, Serialize};

/// How bad a failing row is. A profile may move it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Mend it when there is time.
    Low,
    /// Mend it in the week after launch.
    Medium,
    /// Mend it before customers come.
    High,
    /// Not ready with this.
    Blocker,
}

impl Severity {
    /// Worst first.
    pub const ALL: [Self; 4] = [Self::Blocker, Self::High, Self::Medium, Self::Low];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocker => "blocker",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// The seven stages of mission.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 1.
    QuickAudit,
    /// 2.
    DnsAndEdge,
    /// 3.
    Security,
    /// 4.
    Deployment,
    /// 5.
    Performance,
    /// 6.
    Monitoring,
    /// 7.
    Handover,
}

impl Stage {
    /// In order.
    pub const ALL: [Self; 7] = [
        Self::QuickAudit,
        Self::DnsAndEdge,
        Self::Security,
        Self::Deployment,
        Self::Performance,
        Self::Monitoring,
        Self::Handover,
    ];

    /// 1 to 7.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Its name in reports.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::QuickAudit => "Quick audit",
            Self::DnsAndEdge => "DNS and edge",
            Self::Security => "Secrets and access",
            Self::Deployment => "Deploy and roll back",
            Self::Performance => "Speed and load",
            Self::Monitoring => "Monitoring",
            Self::Handover => "Handover",
        }
    }
}

/// What a run can look at (design.md §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Over the network, as a stranger.
    Outside,
    /// The repository.
    Code,
    /// The database.
    Database,
    /// Roles and load (active probes).
    Active,
    /// What only people know.
    People,
    /// What is watched over time.
    Watch,
}

impl Scope {
    /// In order.
    pub const ALL: [Self; 6] = [Self::Outside, Self::Code, Self::Database, Self::Active, Self::People, Self::Watch];

    /// Its name in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Code => "code",
            Self::Database => "database",
            Self::Active => "roles and load",
            Self::People => "people",
            Self::Watch => "watch",
        }
    }
}

/// How closely a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// DNS and known pages only.
    Passive,
    /// Also unknown paths and foreign origins, within the budget of a curious visitor.
    Safe,
    /// Also what could disturb: only on targets declared as owned.
    Active,
}

impl Level {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passive => "passive",
            Self::Safe => "safe",
            Self::Active => "active",
        }
    }
}

/// How long a fix takes to work once it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// At once.
    None,
    /// Until the old record's time to live has passed, an hour as a rule.
    Dns,
    /// Until a certificate is issued, minutes as a rule.
    Certificate,
    /// Days: reports or people must come in first.
    Days,
}

impl Wait {
    /// The wait in words, with the space in front; empty for none.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "works at once",
            Self::Dns => "works once DNS caches expire, about 1 h",
            Self::Certificate => "works once the certificate is issued, about 10 min",
            Self::Days => "takes days to settle",
        }
    }
}

/// Where a threshold or claim comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Source {
    /// `RFC 8461 §3.2`, a vendor's page by name.
    pub cite: &'static str,
    /// False until somebody read the source and found it to say so.
    pub verified: bool,
}

impl Source {
    /// A source that was read.
    #[must_use]
    pub const fn read(cite: &'static str) -> Self {
        Self { cite, verified: true }
    }

    /// A source that is quoted from a catalogue and not read yet.
    #[must_use]
    pub const fn unread(cite: &'static str) -> Self {
        Self { cite, verified: false }
    }
}

/// When a question arises; seen from the look, never asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// For every app.
    Always,
    /// Where the app has a registered domain of its own.
    Domain,
    /// Where the domain sends or takes mail.
    Mail,
    /// Where a staging host was found or declared.
    Staging,
}

/// What a person is asked where only people can know. "Yes" is the answer that a launch rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The plain question.
    pub ask: &'static str,
    /// What "yes" claims, inside a sentence: `certificates renew by themselves`.
    pub claim: &'static str,
    /// Title of the finding after "no"; `{}` stands for the target.
    pub denied: &'static str,
    /// What happens to a customer or the business after "no", one sentence.
    pub consequence: &'static str,
    /// What to do after "no".
    pub fix: &'static str,
    /// Who should answer.
    pub who: &'static str,
    /// What counts as evidence.
    pub evidence: &'static str,
    /// Days for which an answer holds.
    pub days: u16,
    /// When it arises.
    pub applies: Applies,
    /// Checks whose failure says that "yes" is not so.
    pub contradicted_by: &'static [&'static str],
}

/// What a check says about itself. One static of these in each check's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CheckInfo {
    /// `area/defect`; the file is `src/<area>/<defect>.rs` with `_` for `-`.
    pub id: &'static str,
    /// The defect in one line, without subject: `The certificate has expired`.
    pub summary: &'static str,
    /// What is judged, why it matters, what passes: Markdown paragraphs.
    pub docs: &'static str,
    /// What it judges.
    pub subject: SubjectKind,
    /// Stage it belongs to.
    pub stage: Stage,
    /// What a run must look at for it.
    pub scope: Scope,
    /// How bad.
    pub severity: Severity,
    /// True for rows that the catalogue calls critical: a blocker before customers, high before a demo (decision 12).
    pub eased_in_demo: bool,
    /// Does an unknown row make CAN'T TELL? `None`: yes for blockers, no for others (decision 11).
    pub decisive: Option<bool>,
    /// How closely one must look for it.
    pub level: Level,
    /// Minutes of work of the usual fix.
    pub effort_minutes: u32,
    /// How long the fix takes to work.
    pub wait: Wait,
    /// Rows of mission.md that it answers.
    pub mission: &'static [&'static str],
    /// Where it comes from.
    pub source: Source,
    /// Checks whose failure on this subject or a parent makes this one not applicable (decision 14).
    pub needs: &'static [&'static str],
    /// Ids that it had before; their fingerprints go on matching.
    pub formerly: &'static [&'static str],
    /// What a person is asked, where nothing can be measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<&'static Question>,
}

impl CheckInfo {
    /// Values for the fields that most checks leave alone; used with `..CheckInfo::BASE`.
    pub const BASE: Self = Self {
        id: "",
        summary: "",
        docs: "",
        subject: SubjectKind::Host,
        stage: Stage::QuickAudit,
        scope: Scope::Outside,
        severity: Severity::Medium,
        eased_in_demo: false,
        decisive: None,
        level: Level::Passive,
        effort_minutes: 15,
        wait: Wait::None,
        mission: &[],
        source: Source::unread(""),
        needs: &[],
        formerly: &[],
        asks: None,
    };

    /// The part of the id before the slash.
    #[must_use]
    pub fn area(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }
}
