//! Administration is open to everybody.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "access/admin-open",
    summary: "Administration is open without signing in",
    docs: "The usual paths of administration are asked without signing in. A door counts as open only when several signs \
           agree: it answers 200, asks for no password and leads to no log-in, shows something else than the front page \
           and than a path nobody knows, and holds a proof that one is inside (a way to sign out, rows with edit or \
           delete actions), which is quoted.\n\n\
           A log-in page in public passes here.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M3.07"],
    source: Source::unread("OWASP Top 10, broken access control"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, doors: &Doors) -> Verdict {
    if doors.moved {
        return Verdict::not_applicable("another site stands for it");
    }
    if doors.doors.is_empty() {
        return Unknown::new(Why::NotGathered, "no path of administration was asked").into();
    }
    let site = &cx.subject.name;
    let open = doors.doors.iter().filter(|d| d.status == 200 && !d.asks_for_login && !d.same_as_elsewhere);
    let findings = open.filter_map(|door| {
        let proof = door.inside.as_ref()?;
        let url = format!("{site}{}", door.path);
        let title = door.title.as_ref().map_or(String::new(), |t| format!("\"{}\", ", text::quote(t, 40)));
        Some(
            Finding::new(format!("{} is open without signing in", text::shorten(&url, 44)))
                .observed(format!("{title}status 200, no log-in, and inside it \"{}\"", text::quote(proof, 60)))
                .expected("401, 403 or a log-in")
                .consequence("Anyone who types the address can read and change your customers' data.")
                .remedy(Remedy::Edit {
                    file: format!("the nginx server block of {}, until the app itself asks", cx.host()),
                    line: 0,
                    text: format!(
                        "location ^~ {} {{ auth_basic \"admin\"; auth_basic_user_file /etc/nginx/admin.htpasswd; }}",
                        door.path
                    ),
                })
                .reproduce(format!(
                    "curl -s {} | grep -iE 'sign ?out|log ?out|delete|edit' | head -3",
                    shell::quoted(&url)
                ))
                .key(door.path.clone())
                .cause(format!("{}{}", cx.host(), door.path)),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let doors = |change: fn(&mut Door)| {
        let mut door = Door {
            path: "/admin".into(),
            status: 200,
            title: Some("Admin".into()),
            asks_for_login: false,
            same_as_elsewhere: false,
            inside: Some("Sign out".into()),
        };
        change(&mut door);
        Doors { doors: vec![door], moved: false }
    };
    vec![
        Case::fails("open", site).seen(doors(|_| ())),
        Case::passes("asks to sign in", site).seen(doors(|d| d.asks_for_login = true)),
        Case::passes("not there", site).seen(doors(|d| d.status = 404)),
        Case::passes("a single-page app's shell", site).seen(doors(|d| d.same_as_elsewhere = true)),
        Case::passes("no proof of being inside", site).seen(doors(|d| d.inside = None)),
        Case::cannot_tell("nothing asked", site).seen(Doors { doors: Vec::new(), moved: false }),
    ]
}
