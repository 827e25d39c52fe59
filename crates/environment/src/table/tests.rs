//! Rows from several files.

use super::*;

fn table(files: &[(&str, &str)]) -> Table {
    let mut builder = Builder::new(Salt(vec![1]));
    for (path, text) in files {
        builder.file(path, text);
    }
    builder.finish()
}

#[test]
fn a_row_joins_code_example_environments_and_documents() {
    let table = table(&[
        ("src/db.ts", "connect(process.env.DATABASE_URL)"),
        ("tests/db.test.ts", "process.env.ONLY_TEST"),
        (".env.example", "DATABASE_URL=\nUNUSED=1\n"),
        (".env.production", "DATABASE_URL=postgres://u:p@db/x\n"),
        ("README.md", "Set DATABASE_URL first.\nDATABASE_URL again, and SOMETHING_ELSE."),
    ]);
    let row = table.row("DATABASE_URL").unwrap();
    assert!(row.is_read() && row.is_required() && row.in_example() && row.secret);
    assert_eq!(row.set_in("production").count(), 1);
    assert_eq!(row.documented.len(), 1);
    let unused = table.row("UNUSED").unwrap();
    assert!(!unused.is_read() && !unused.is_set());
    assert!(!table.row("ONLY_TEST").unwrap().is_read());
    assert!(table.row("SOMETHING_ELSE").is_none());
    assert_eq!(table.environments, ["production"]);
    assert_eq!(table.examples, [".env.example"]);
}

#[test]
fn a_default_makes_a_reader_content_without_value() {
    let table = table(&[("a.py", "import os\nos.getenv('LEVEL', 'info')\nos.environ['KEY_X']")]);
    assert!(!table.row("LEVEL").unwrap().is_required());
    assert!(table.row("KEY_X").unwrap().is_required());
}

#[test]
fn names_of_a_host_are_read_from_what_its_command_prints() {
    let mut builder = Builder::new(Salt(vec![]));
    builder.names("prod", "-", "=== acme Config Vars\nDATABASE_URL: postgres://x\nA_KEY=secret value\n│ B_KEY  │ Encrypted │\n name  value\nCreated 3 days ago\n");
    let table = builder.finish();
    let names: Vec<_> = table.rows.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["A_KEY", "B_KEY", "DATABASE_URL"]);
    assert_eq!(table.complete[0].environment, "production");
    assert!(!serde_json::to_string(&table).unwrap().contains("postgres"));
}

#[test]
fn a_broken_file_is_a_gap() {
    let table = table(&[("docker-compose.yml", "a: ["), ("src/a.js", "process.env.A")]);
    assert_eq!(table.gaps.len(), 1);
    assert_eq!(table.gaps[0].what, "docker-compose.yml");
    assert!(table.row("A").is_some());
}

#[test]
fn no_value_is_in_the_table() {
    let secret = "correct-horse-battery-staple";
    let table = table(&[
        (".env", &format!("A={secret}\n")),
        ("docker-compose.yml", &format!("services: {{w: {{environment: {{B: {secret}}}}}}}")),
        ("Dockerfile", &format!("ENV C={secret}")),
        ("a.js", &format!("process.env.D || '{secret}'")),
        ("fly.toml", &format!("[env]\nE = \"{secret}\"")),
    ]);
    assert_eq!(table.rows.len(), 5);
    assert!(!serde_json::to_string(&table).unwrap().contains("horse"));
}

#[test]
fn each_app_of_a_repository_has_its_own_example() {
    let table = table(&[("web/.env.example", "A=1"), (".env.example", "B=1"), ("api/.env", "C=1")]);
    assert_eq!(table.example_for("web/src/a.ts"), Some("web/.env.example"));
    assert_eq!(table.example_for("webhooks/a.ts"), Some(".env.example"));
    assert!(table.covers("api/a.py"));
    let other = self::table(&[("web/.env.example", "A=1")]);
    assert!(!other.covers("scripts/a.js"));
}
