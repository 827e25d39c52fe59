//! What only people know: each check is a question, and its judge reads the answers of `launch.toml`.
//!
//! An answer is no measurement: "yes" makes the row attested (never passed), and `contradicted` where one of the
//! checks that the question names fails; "no" fails it. Nobody answered, or the answer is over: unknown.

mod access_list_missing;
mod admin_login_shared;
mod alerts_unseen;
mod backup_place_unknown;
mod card_ends_soon;
mod credentials_by_chat;
mod data_places_unlisted;
mod demo_address_unstable;
mod demo_data_mixed;
mod demo_fallback_missing;
mod demo_mended_by_hand;
mod deploy_by_hand;
mod deployer_missing;
mod dns_account_not_yours;
mod dns_down_unplanned;
mod dns_failover_unknown;
mod domain_renewal_manual;
mod empty_screens_unseen;
mod guide_untested;
mod helpers_still_inside;
mod hosting_account_not_yours;
mod incidents_unrecorded;
mod loss_limit_unset;
mod mail_account_not_yours;
mod mail_down_unplanned;
mod night_call_unowned;
mod no_second_administrator;
mod one_password_opens_all;
mod owner_list_missing;
mod payment_account_not_yours;
mod payments_down_unplanned;
mod production_unknown;
mod promise_unwritten;
mod recovery_untested;
mod registrar_not_yours;
mod renewal_path_unknown;
mod restore_untried;
mod rollback_unowned;
mod second_factor_missing;
mod secret_places_unknown;
mod secrets_not_rotated;
mod staging_data_real;
mod support_inbox_unowned;
mod tokens_too_strong;
mod webhooks_down_unplanned;

use crate::Check;
use crate::case::Case;
use crate::judge::{Cx, Judge};
use model::claim::about;
use model::declared::Purpose;
use model::facts::{Mx, Spf};
use model::report::{Attestation, jiff_date};
use model::{
    Applies, CheckInfo, Claim, Evidence, Finding, Remedy, Said, Scope, Standing, Subject, SubjectKind, Unknown,
    Verdict, Why,
};

/// What each file of this area begins with.
mod prelude {
    pub(super) use super::{BASE, answers, asked};
    pub(super) use crate::Check;
    pub(super) use model::check::{Applies, CheckInfo, Question, Severity, Source, Stage};
}

/// Values that all questions share.
const BASE: CheckInfo = CheckInfo { subject: SubjectKind::Deployment, scope: Scope::People, ..CheckInfo::BASE };

/// The checks of this area, by stage.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        production_unknown::check(),
        demo_address_unstable::check(),
        owner_list_missing::check(),
        registrar_not_yours::check(),
        dns_account_not_yours::check(),
        promise_unwritten::check(),
        renewal_path_unknown::check(),
        domain_renewal_manual::check(),
        dns_failover_unknown::check(),
        secrets_not_rotated::check(),
        secret_places_unknown::check(),
        access_list_missing::check(),
        admin_login_shared::check(),
        one_password_opens_all::check(),
        second_factor_missing::check(),
        recovery_untested::check(),
        credentials_by_chat::check(),
        tokens_too_strong::check(),
        staging_data_real::check(),
        data_places_unlisted::check(),
        deploy_by_hand::check(),
        deployer_missing::check(),
        rollback_unowned::check(),
        night_call_unowned::check(),
        alerts_unseen::check(),
        incidents_unrecorded::check(),
        hosting_account_not_yours::check(),
        mail_account_not_yours::check(),
        payment_account_not_yours::check(),
        no_second_administrator::check(),
        card_ends_soon::check(),
        backup_place_unknown::check(),
        restore_untried::check(),
        loss_limit_unset::check(),
        demo_fallback_missing::check(),
        demo_mended_by_hand::check(),
        demo_data_mixed::check(),
        empty_screens_unseen::check(),
        support_inbox_unowned::check(),
        payments_down_unplanned::check(),
        webhooks_down_unplanned::check(),
        mail_down_unplanned::check(),
        dns_down_unplanned::check(),
        helpers_still_inside::check(),
        guide_untested::check(),
    ]
}

/// What the questions are about: the app as it is launched.
pub(crate) fn subject(label: &str) -> Subject {
    Subject::new(SubjectKind::Deployment, label)
}

/// A question as a check.
fn asked(info: &'static CheckInfo, cases: fn() -> Vec<Case>) -> Check {
    Check { info, judge: Judge::of_answers(move |cx, evidence| judge(info, cx, evidence)), cases }
}

fn judge(info: &CheckInfo, cx: &Cx, evidence: &Evidence) -> Verdict {
    let Some(question) = info.asks else { return Verdict::Unknown(Why::NotAnswered.into()) };
    if let Some(why) = does_not_apply(question.applies, cx, evidence) {
        return Verdict::not_applicable(why);
    }
    let Some(claim) = about(&cx.declared.claims, info, cx.subject) else {
        return Verdict::Unknown(Unknown::from(Why::NotAnswered));
    };
    let Attestation { by, evidence: shown, until, .. } = &claim.attestation;
    let over = |detail: String| Verdict::Unknown(Unknown::new(Why::AnswerOver, detail));
    match (claim.standing, claim.said) {
        (Standing::Expired, _) => over(format!("that of {by} held until {}", until.0)),
        (Standing::Changed, _) => over(format!("{shown} is not the file any more that {by} named")),
        (Standing::Holds, Said::Yes) => Verdict::Pass,
        (Standing::Holds, Said::NotApplicable) => Verdict::not_applicable(format!("{by} says so: {shown}")),
        (Standing::Holds, Said::No) => Verdict::fail(
            Finding::new(question.denied.replace("{}", &cx.subject.name))
                .observed(format!("{by} says: {shown}"))
                .expected(question.claim)
                .consequence(question.consequence)
                .remedy(Remedy::say(question.fix))
                .reproduce(format!("launch-ready attest {} --list", info.id)),
        ),
    }
}

/// Why the question does not arise; `None` where it does, or where that can't be seen.
fn does_not_apply(applies: Applies, cx: &Cx, evidence: &Evidence) -> Option<&'static str> {
    let d = cx.declared;
    match applies {
        Applies::Always => None,
        Applies::Domain => d.domain.is_none().then_some("the name belongs to the platform, not to you"),
        Applies::Mail => {
            let Some(name) = &d.domain else { return Some("the name belongs to the platform, not to you") };
            let domain = Subject::mail_domain(name);
            let mx = evidence.get::<Mx>(&domain).is_ok_and(|mx| mx.servers.is_empty());
            let spf = evidence.get::<Spf>(&domain).is_ok_and(|spf| spf.records.is_empty());
            (mx && spf && d.sending.is_empty()).then_some("the domain has no mail")
        }
        Applies::Staging => {
            let mut hosts = evidence.subjects(SubjectKind::Host).peekable();
            let seen = hosts.peek().is_some();
            let staging = hosts.any(|h| d.purpose(&h.name) == Purpose::Staging);
            (seen && !staging).then_some("no staging host was found or declared")
        }
    }
}

/// The same examples for every question.
fn answers(info: &'static CheckInfo) -> Vec<Case> {
    let on = &subject("acme.example");
    let said = |said: Said, standing: Standing| {
        move |declared: &mut model::Declared| {
            let attestation = Attestation {
                by: "Dana".into(),
                evidence: "said at the review of 20 November".into(),
                sha256: None,
                until: jiff_date::Date(jiff::civil::date(2026, 12, 31)),
            };
            let check = info.id.to_owned();
            declared.claims.push(Claim { check, subject: "*".into(), said, attestation, standing });
        }
    };
    vec![
        Case::passes("somebody says yes", on).declared(said(Said::Yes, Standing::Holds)),
        Case::fails("somebody says no", on).declared(said(Said::No, Standing::Holds)),
        Case::does_not_apply("somebody says why not", on).declared(said(Said::NotApplicable, Standing::Holds)),
        Case::cannot_tell("nobody answered", on),
        Case::cannot_tell("the answer is over", on).declared(said(Said::Yes, Standing::Expired)),
        Case::cannot_tell("the evidence changed", on).declared(said(Said::Yes, Standing::Changed)),
    ]
}
