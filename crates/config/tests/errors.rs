//! What people read when their file is wrong.
#![allow(clippy::unwrap_used)]

mod common;
use common::{notes, told};
use insta::assert_snapshot;

#[test]
fn the_look_is_the_one_that_was_agreed() {
    let text = "[app]\nname = \"Acme\"\n\n\n[domain]\napex = \"acme.example\"\ncanonical = \"acme.example/app\"\n\n\n\n\n[monitr]\n";
    assert_snapshot!(told(text));
}

#[test]
fn unknown_tables_and_keys_hear_what_was_meant() {
    assert_snapshot!(told(
        r#"
canonical = "https://acme.example"
kubernetes = true
aps = { name = "Acme" }

[domian]
apex = "acme.example"

[mail]
sendng = ["acme.example"]
smtp_password = "x"

[[routes]]
path = "/login"

[domain]
[[domain.host]]
name = "app.acme.example"
"#
    ));
}

#[test]
fn wrong_kinds_and_wrong_values_are_told_together() {
    assert_snapshot!(told(
        r#"
profile = ["admin-demo"]
app = "Acme"
route = { path = "/" }

[domain]
apex = "www.acme.example"
owned = "yes"
hosts = ["app.acme.example", { name = "app.acme.example", purpose = "ap" }]

[thresholds]
p95_ms = "800 ms"
redirect_hops = -1
tls_expiry_high_days = 30

[[route]]
"#
        .replace("\n[[route]]\n", "")
        .as_str()
    ));
}

#[test]
fn names_have_to_agree_with_each_other() {
    assert_snapshot!(told(
        r#"
[domain]
apex = "acme.example"
canonical = "https://acme.test"
old = ["acme.example", "acme-old.example"]
hosts = [
  { name = "app.acme.example" },
  { name = "app.acme.example", purpose = "app" },
  { name = "old.acme-old.example" },
  { name = "status.vendor.test" },
  { name = "help.acme.example", foreign = true },
  { purpose = "web" },
]

[mail]
selectors = ["google._domainkey.acme.example", "s1", "s1"]

[[route]]
path = "login"
kind = "private"

[[route]]
path = "/hook"
kind = "webhok"
host = "api.other.test"

[[contact]]
name = "Dana"
"#
    ));
}

#[test]
fn mistakes_in_toml_are_told_in_plain_words() {
    assert_snapshot!(told(
        "[domain]\napex = acme.example\ncanonical = \"https://acme.example\n\n[severity]\nmail/spf-missing = \"low\"\n"
    ));
    assert_snapshot!(told("[app]\nname = “Acme”\n\n[app]\nname = 'x'\n[domain\napex = \"acme.example\"\n"));
    assert_snapshot!(told("[app]\nname = \"Acme\"\nname = \"Acme\"\n\n[app]\n"));
}

#[test]
fn an_unknown_profile_hears_which_there_are() {
    assert_snapshot!(told("profile = \"first-customer\"\n"));
    assert_snapshot!(told("profile = \"enterprise\"\n"));
}

#[test]
fn an_unknown_check_hears_which_was_meant() {
    assert_snapshot!(told(
        "[severity]\n\"mail/dmarc\" = \"low\"\n\"spf-missing\" = \"critical\"\n\"tls/expired\" = \"off\"\n\"x/y\" = \"high\"\n"
    ));
}

#[test]
fn a_missing_variable_is_named() {
    assert_snapshot!(told(
        "[app]\nname = { env = \"APP_NAME\" }\n\n[domain]\napex = { env = \"APEX\" }\ncanonical = { file = \"x\" }\n"
    ));
}

#[test]
fn a_malformed_waiver_does_not_stop_the_run() {
    assert_snapshot!(notes(
        r#"
[[waiver]]
check = "mail/dmarc-missing"
subject = "acme.example"
reason = "no mail is sent yet"
by = "Dana"
until = "31.12.2026"

[[waiver]]
check = "mail/dmarc-mising"
subject = "acme.example"
reason = "no mail is sent yet"
by = "Dana"
until = 2026-12-31

[[waiver]]
check = "mail/spf-missing"
reason = "no mail is sent yet"
by = "Dana"
untill = "2026-12-31"

[[waiver]]
check = "mail/spf-missing"
subject = "acme.example"
reason = " "
by = "Dana"

[[attestation]]
check = "people/no-second-administrator"
by = "Dana"
evidence = "screenshot"
until = 2026

[monitor]
every = "1 min"
"#
    ));
}

#[test]
fn long_lines_and_odd_characters_stay_readable() {
    let long = "x".repeat(400);
    assert_snapshot!(told(
        &format!("[app]\n{long} = 1\nname\t=\t\"a\u{1b}b\u{202e}c\"\n").replace('\u{1b}', "\\u001b")
    ));
    assert_snapshot!(told(&format!(
        "app = {{ name = \"{long}\", nam = \"ü\" }}\n[[route]]\npath = \"日本 語\"\nkind = \"core\""
    )));
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let text = "[app]\nnam = \"x\"\n\n[domain]\napex = \"acme\"\nold = [\n  1,\n]\n";
    assert_eq!(told(text), told(&text.replace('\n', "\r\n")));
}

#[test]
fn the_example_of_the_style_guide_is_met_to_the_letter() {
    let text = "\n\n\n\n\n[domain]\ncanonical = \"acme.example/app\"\n\n\n\n\n[monitr]\n";
    let expected = r#"error: launch.toml has 2 problems

  launch.toml:7:13
    7 │ canonical = "acme.example/app"
      │             ^^^^^^^^^^^^^^^^^^ needs a scheme, such as "https://acme.example"

  launch.toml:12:1
   12 │ [monitr]
      │  ^^^^^^ unknown table; did you mean [monitor]?"#;
    assert_eq!(told(text), expected);
}

#[test]
fn a_wrong_file_tells_its_malformed_waivers_as_well() {
    let said = told("profile = \"x\"\n[[waiver]]\ncheck = \"tls/expired\"\n");
    assert!(said.starts_with("error: launch.toml has 5 problems"), "{said}");
    assert_eq!(said.matches("this waiver counts as expired: needs the key").count(), 4, "{said}");
}
