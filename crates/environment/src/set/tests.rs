//! Each kind of file that declares variables.

use super::*;

fn of(path: &str, text: &str) -> Vec<(String, String, ValueClass, u32)> {
    let list = settings(path, text, &Salt(vec![7]));
    list.into_iter().map(|s| (s.name, s.environment, s.class, s.place.line)).collect()
}

fn expect(path: &str, text: &str, want: &[(&str, &str, ValueClass, u32)]) {
    let want: Vec<_> = want.iter().map(|(n, e, c, l)| ((*n).to_owned(), (*e).to_owned(), *c, *l)).collect();
    assert_eq!(of(path, text), want, "{path}");
}

use ValueClass::{Empty, Localhost, Placeholder, Plain, Reference, Unseen};

#[test]
fn names_of_files_tell_the_environment() {
    for (path, environment) in [
        (".env", "development"),
        ("web/.env.local", "development"),
        (".env.production", "production"),
        (".env.prod.local", "production"),
        (".env.staging", "staging"),
        (".env.test", "test"),
        (".env.example", "example"),
        (".env.production.example", "example"),
        ("prod.env", "production"),
        ("env.sample", "example"),
        (".envrc", "development"),
        (".env-qa", "qa"),
    ] {
        assert_eq!(environment_of(path).as_deref(), Some(environment), "{path}");
    }
    assert_eq!(environment_of("src/env.ts"), None);
    assert_eq!(environment_of(".env.d.ts"), None);
    assert_eq!(environment_of("docs/.env.md"), None);
}

#[test]
fn compose_files_set_and_read() {
    let text = "services:\n  web:\n    image: x:${TAG:-latest}\n    environment:\n      A: one\n      B: ${HOST_B}\n      C:\n  db:\n    environment:\n      - D=http://localhost:1\n      - E\n    command: echo $$NOT\n";
    expect(
        "docker-compose.yml",
        text,
        &[
            ("A", "compose", Plain, 5),
            ("B", "compose", Reference, 6),
            ("C", "compose", Unseen, 7),
            ("D", "compose", Localhost, 10),
            ("E", "compose", Unseen, 11),
        ],
    );
    let reads = declared("compose.yaml", text, &Salt(vec![])).unwrap().unwrap().reads;
    let reads: Vec<_> = reads.into_iter().map(|r| (r.name, r.fallback, r.place.line)).collect();
    assert_eq!(reads, [("TAG".to_owned(), Fallback::Literal(Plain), 3), ("HOST_B".to_owned(), Fallback::None, 6)]);
    assert_eq!(of("docker-compose.prod.yml", "services: {w: {environment: {A: b}}}")[0].1, "production");
}

#[test]
fn dockerfiles() {
    let text =
        "FROM x\nARG A\nARG B=changeme\nENV C=1 D=\"two words\"\nENV E old form\nENV F=1 \\\n    G=2\n# ENV H=1\n";
    expect(
        "Dockerfile",
        text,
        &[
            ("A", "image", Unseen, 2),
            ("B", "image", Placeholder, 3),
            ("C", "image", Plain, 4),
            ("D", "image", Plain, 4),
            ("E", "image", Plain, 5),
            ("F", "image", Plain, 6),
            ("G", "image", Plain, 7),
        ],
    );
}

#[test]
fn workflows_and_gitlab() {
    let text = "env:\n  A: 1\njobs:\n  t:\n    env: {B: \"${{ secrets.B }}\"}\n    steps:\n      - run: x\n        env:\n          C: ''\n";
    expect(
        ".github/workflows/ci.yml",
        text,
        &[("A", "ci", Plain, 2), ("B", "ci", Reference, 5), ("C", "ci", Empty, 9)],
    );
    expect(".gitlab-ci.yml", "variables:\n  A:\n    value: x\n    description: y\n", &[("A", "ci", Plain, 2)]);
}

#[test]
fn platforms() {
    expect(
        "vercel.json",
        "{\"env\": {\"A\": \"@secret\", \"B\": \"x\"}}",
        &[("A", "production", Unseen, 1), ("B", "production", Plain, 1)],
    );
    expect(
        "fly.toml",
        "[env]\n  A = \"x\"\n  N = 3\n",
        &[("A", "production", Plain, 2), ("N", "production", Plain, 3)],
    );
    expect("fly.staging.toml", "[env]\nA = \"x\"\n", &[("A", "staging", Plain, 2)]);
    expect(
        "render.yaml",
        "services:\n  - envVars:\n      - key: A\n        sync: false\n      - key: B\n        value: x\n",
        &[("A", "production", Unseen, 3), ("B", "production", Plain, 5)],
    );
    expect(
        "netlify.toml",
        "[build.environment]\nA = \"1\"\n[context.deploy-preview.environment]\nB = \"2\"\n",
        &[("A", "production", Plain, 2), ("B", "staging", Plain, 4)],
    );
    expect(
        "app.json",
        "{\"env\": {\"A\": {\"generator\": \"secret\"}, \"B\": {\"value\": \"x\"}}}",
        &[("A", "production", Unseen, 1), ("B", "production", Plain, 1)],
    );
    expect(
        "wrangler.toml",
        "[vars]\nA = \"1\"\n[env.staging.vars]\nA = \"2\"\n",
        &[("A", "production", Plain, 2), ("A", "staging", Plain, 4)],
    );
}

#[test]
fn kubernetes() {
    let text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  A: x\n---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - env:\n            - name: B\n              value: changeme\n            - name: C\n              valueFrom: {secretKeyRef: {name: s, key: c}}\n";
    expect(
        "k8s/overlays/staging/app.yaml",
        text,
        &[("A", "staging", Plain, 4), ("B", "staging", Placeholder, 13), ("C", "staging", Unseen, 15)],
    );
    expect("chart/values.yaml", "a: b", &[]);
}

#[test]
fn scripts_hand_on_what_they_export_or_put_before_a_command() {
    let text = "OWN=1\nexport AA=x\nBB=\"two words\" CC=$(date) node x.js # BB\nDD=1 # note\n";
    expect(
        "bin/run.sh",
        text,
        &[("AA", "scripts", Unseen, 2), ("BB", "scripts", Unseen, 3), ("CC", "scripts", Unseen, 3)],
    );
    expect(
        "package.json",
        "{\"scripts\": {\"start\": \"cross-env AA=1 BB=2 next start && CC=3 node y\"}}",
        &[("AA", "scripts", Unseen, 1), ("BB", "scripts", Unseen, 1), ("CC", "scripts", Unseen, 1)],
    );
    expect(
        "Makefile",
        "export AA := 1\nrun:\n\t@BB=2 node x\n",
        &[("AA", "scripts", Unseen, 1), ("BB", "scripts", Unseen, 3)],
    );
}

#[test]
fn what_can_not_be_read_says_why() {
    let broken = |path: &str, text: &str| declared(path, text, &Salt(vec![])).unwrap().unwrap_err();
    assert!(broken("docker-compose.yml", "a: [").starts_with("no valid YAML"));
    assert!(broken("vercel.json", "{").starts_with("no valid JSON"));
    assert!(broken("fly.toml", "[env").starts_with("no valid TOML"));
    let bomb = format!(
        "a: &a [x,x,x,x,x,x,x,x,x]\n{}",
        (0..9)
            .map(|i| {
                let before = if i == 0 { "a".to_owned() } else { format!("b{}", i - 1) };
                format!("b{i}: &b{i} [{}]\n", vec![format!("*{before}"); 9].join(","))
            })
            .collect::<String>()
    );
    assert!(broken("docker-compose.yml", &bomb).starts_with("no valid YAML"));
    assert!(broken("compose.yml", &"[".repeat(100_000)).starts_with("no valid YAML"));
    assert!(broken(".env", &"A=1\n".repeat(2 << 20)).contains("MB is more than"));
}

#[test]
fn two_environments_with_one_value_have_one_digest() {
    let salt = Salt(vec![1, 2]);
    let a = settings(".env.staging", "K=a-long-secret-value-1", &salt);
    let b = settings(".env.production", "K=a-long-secret-value-1", &salt);
    assert!(a[0].digest.is_some());
    assert_eq!(a[0].digest, b[0].digest);
    assert!(!serde_json::to_string(&a).unwrap().contains("a-long"));
}
