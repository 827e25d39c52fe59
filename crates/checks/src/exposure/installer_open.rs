//! Whoever comes first sets the site up.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/installer-open",
    summary: "The installer is open to anybody",
    docs: "An app that nobody has set up yet offers its set-up to every visitor. The first stranger gives it a database \
           of his own, makes himself administrator and runs his code on your server; machines look for such pages \
           within minutes of a new certificate.\n\n\
           It fails when the front page leads to the installer of WordPress, Drupal or Joomla: they do that only \
           while they are not installed.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 15,
    mission: &["M3.07"],
    source: Source::unread("WordPress, Drupal and Joomla: their own installation"),
    ..CheckInfo::BASE
};

/// Where apps lead while they are not installed.
const INSTALLERS: [(&str, &str); 4] = [
    ("/wp-admin/install.php", "WordPress"),
    ("/wp-admin/setup-config.php", "WordPress"),
    ("/core/install.php", "Drupal"),
    ("/installation/index.php", "Joomla"),
];

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match &page.answer {
        Ok(answer) if cx.is_home() => answer,
        Ok(_) => return Verdict::not_applicable("front pages lead to installers"),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let to = answer.header("location").filter(|_| (300..400).contains(&answer.status)).unwrap_or_default();
    let Some((_, app)) = INSTALLERS.iter().find(|(path, _)| to.ends_with(path)) else { return Verdict::Pass };
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("The installer of {app} on {host} is open to anybody"))
            .observed(format!("the front page answers {} and leads to {}", answer.status, text::quote(to, 100)))
            .expected("an app that is set up, or a host that nobody reaches")
            .consequence("The first stranger who opens it becomes administrator and runs his own code on your server.")
            .remedy(Remedy::say(format!(
                "Set {app} up now, or close {host} to everybody else until you do. If strangers could reach it for \
                 more than a few minutes, install it again from scratch."
            )))
            .reproduce(format!("curl -sI {} | grep -i '^location'", shell::quoted(&cx.subject.name)))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let leads = |to: &'static str| {
        let mut answer = sample::answer(302);
        answer.headers.push(("location".into(), to.into()));
        Page { answer: Ok(answer) }
    };
    vec![
        Case::passes("a page", page).seen(sample::page_with(|_| ())),
        Case::passes("leads to a log-in", page).seen(leads("https://app.acme.example/wp-login.php")),
        Case::fails("WordPress", page).seen(leads("https://app.acme.example/wp-admin/install.php")),
        Case::fails("Drupal", page).seen(leads("/core/install.php")),
        Case::does_not_apply("another page", &sample::page_at("/account")).seen(leads("/core/install.php")),
    ]
}
