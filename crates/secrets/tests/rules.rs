//! Every rule finds an example made from its own form in the ways that people write it down, and nothing in a masked one.

mod support;

use secrets::{Class, Engine, FileKind};
use std::collections::BTreeSet;
use support::{Dice, value, with_checksum};

/// How people write a name and a value. `{n}` is the name, `{v}` the value.
const WAYS: &[(&str, &str)] = &[
    ("a.ini", "{n}Token=\"{v}\""),
    ("a.ini", "{n}_token = {v}"),
    ("a.json", "{\n    \"{n}_token\": \"{v}\"\n}"),
    ("a.json", "{\"config\":\"{\\\"{n}_token\\\":\\\"{v}\\\"}\"}"),
    ("a.xml", "<{n}Token>\n    {v}\n</{n}Token>"),
    ("a.xml", "<{n}Token>{v}</{n}Token>"),
    ("a.yml", "{n}_token: {v}"),
    ("a.yml", "{n}_token: '{v}'"),
    ("a.yml", "{n}_token: \"{v}\""),
    ("a.cs", "string {n}Token = \"{v}\";"),
    ("a.go", "var {n}Token string = \"{v}\""),
    ("a.go", "{n}Token := `{v}`"),
    ("a.kt", "var {n}Token: String = \"{v}\""),
    ("a.php", "${n}Token .= \"{v}\""),
    ("a.py", "{n}Token = '{v}'"),
    ("a.rb", "\"{n}Token\" => \"{v}\""),
    ("a.js", "const {n}Token = process.env.X || \"{v}\";"),
    ("a.ts", "private {n}Token: string = '{v}';"),
    ("a.sh", "export {n}_TOKEN={v}"),
    ("a.mk", "{n}_TOKEN ::= \"{v}\""),
    ("a.mk", "{n}_TOKEN ?= {v}"),
];

/// Rules whose form is checked further than a regex can tell; they have examples of their own below.
const SPECIAL: &[&str] = &[
    "private-key",
    "jwt",
    "jwt-service-role",
    "jwt-anon",
    "jwt-base64",
    "jwk-private-key",
    "database-url",
    "mongodb-url",
    "redis-url",
    "broker-url",
    "connection-string",
    "libpq-string",
    "jdbc-parameters",
    "session-in-log",
    "webhook-signature",
    "sql-password",
    "sql-role-password",
    "basic-auth-url",
    "basic-auth-header",
    "bearer-header",
    "api-key-header",
    "curl-user",
    "curl-header",
    "google-service-account",
    "putty-private-key",
    "ansible-vault",
    "facebook-app-token",
    "discord-bot-token",
    "asana-token",
    "infisical-token",
    "bitwarden-token",
    "vault-token-old",
    "plivo-auth-id",
    "freemius-key",
    "django-secret-key",
    "rails-secret-key-base",
    "aspnet-machine-key",
    "wordpress-salt",
    "npm-token-old",
    "wireguard-private-key",
    "okta-ssws",
    "azure-sas",
    "aws-bedrock-short-key",
    "gitlab-session",
    "sidekiq-url",
    "slack-workspace-token",
    "laravel-app-key",
];

fn engine() -> Engine {
    Engine::new().expect("the rules are valid")
}

#[test]
fn ids_are_unique_and_every_rule_says_what_to_do() {
    let engine = engine();
    let mut seen = BTreeSet::new();
    for (i, rule) in engine.rules().iter().enumerate() {
        assert!(seen.insert(&rule.id), "{} twice", rule.id);
        let provider = engine.provider(i);
        assert!(
            (provider.page.is_empty() || provider.page.starts_with("https://"))
                && provider.harm.ends_with('.')
                && provider.steps().len() >= 2,
            "{}",
            rule.id
        );
    }
    let formats = engine.sources().count();
    assert!(formats >= 230, "{formats} token formats");
}

#[test]
fn each_rule_finds_its_own_form_in_every_syntax() {
    let engine = engine();
    let (mut all, mut missed) = (0, Vec::new());
    for (rule, source, keys) in engine.sources().filter(|(r, ..)| !SPECIAL.contains(&r.id.as_str())) {
        for round in 0..3 {
            let mut dice = Dice::new(&format!("{}{round}", rule.id));
            let example = if matches!(rule.id.as_str(), "github-pat" | "npm-token") {
                with_checksum(&keys[0], &mut dice)
            } else {
                value(source, &mut dice)
            };
            let name = if source.contains("\\A") || rule.id.starts_with("lob") {
                if rule.id.starts_with("lob") { "lob" } else { keys[0].as_str() }
            } else {
                "service"
            };
            for (path, way) in WAYS {
                let text = way.replace("{n}", name).replace("{v}", &example);
                all += 1;
                let found = engine.scan(text.as_bytes(), FileKind::of(path));
                let covers = found
                    .iter()
                    .any(|h| example.contains(&text[h.range.clone()]) || text[h.range.clone()].contains(&example));
                if !covers {
                    missed.push(format!("{}: {text}", rule.id));
                }
            }
        }
    }
    let share = missed.len() * 1000 / all;
    assert!(share <= 10, "{} of {all} missed: {:#?}", missed.len(), missed.iter().take(40).collect::<Vec<_>>());
}

#[test]
fn a_masked_value_is_never_found() {
    let engine = engine();
    for (rule, source, keys) in
        engine.sources().filter(|(r, ..)| !SPECIAL.contains(&r.id.as_str()) && r.class == Class::Secret)
    {
        let example = value(source, &mut Dice::new(&rule.id));
        let keep = keys
            .iter()
            .filter(|k| example.to_ascii_lowercase().starts_with(k.as_str()))
            .map(String::len)
            .max()
            .unwrap_or(0);
        let masked: String =
            example.char_indices().map(|(i, c)| if i >= keep && c.is_ascii_alphanumeric() { 'x' } else { c }).collect();
        if masked == example {
            continue;
        }
        let text = format!("{}_token = \"{masked}\"", keys.first().map_or("service", String::as_str));
        let found = engine.scan(text.as_bytes(), FileKind::of("a.js"));
        assert!(found.is_empty(), "{}: {text}", rule.id);
    }
}
