//! `postern evaluate`: one answer a line, in the order of the lines.

use std::fmt::Write;

use crate::common::postern;

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "Role", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "bedrock-agentcore:InvokeGateway", "Resource": "*"}]}"#;

fn line(id: usize, caller: &str) -> String {
    format!(
        r#"{{"id": {id}, "policy": {POLICY}, "request": {{{caller}, "action": "bedrock-agentcore:InvokeGateway", "resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g-abcdef1234"}}}}"#
    )
}

#[test]
fn it_keeps_the_order_and_answers_what_it_cannot_read() {
    let signed = r#""principal": "arn:aws:sts::111122223333:assumed-role/app/me""#;
    let lines = [
        line(1, signed),
        line(2, r#""anonymous": true"#),
        "nonsense".to_owned(),
        String::new(),
        line(4, signed),
    ];
    let done = postern(&["evaluate"], &lines.join("\n"));
    let answers: Vec<&str> = done.out.lines().collect();
    assert_eq!(answers.len(), 4, "{}", done.out);
    assert_eq!(
        answers[0],
        r#"{"id":1,"decision":"allowed","statement":"Role","reason":"statement Role allows it"}"#
    );
    assert!(answers[1].starts_with(r#"{"id":2,"decision":"denied","statement":null,"#));
    assert!(answers[2].starts_with(r#"{"id":null,"error":"#));
    assert!(answers[3].starts_with(r#"{"id":4,"decision":"allowed""#));
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("one line could not be read"),
        "{}",
        done.err
    );
}

/// Each line of very many is answered, and each answer stands where its line stood.
#[test]
fn a_hundred_thousand_lines_are_answered_in_their_order() {
    let file = std::env::temp_dir().join(format!("postern-many-{}.json", std::process::id()));
    std::fs::write(&file, POLICY).unwrap();
    let many = 100_000;
    let mut lines = String::new();
    for id in 0..many {
        let role = if id % 3 == 0 { "app" } else { "other" };
        writeln!(
            lines,
            r#"{{"id": {id}, "request": {{"principal": "arn:aws:iam::111122223333:role/{role}", "action": "bedrock-agentcore:InvokeGateway", "resource": "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g-abcdef1234"}}}}"#
        )
        .unwrap();
    }
    let done = postern(&["evaluate", "--policy", file.to_str().unwrap()], &lines);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(done.code, 0, "{}", done.err);
    let mut count = 0;
    for (id, answer) in done.out.lines().enumerate() {
        let decision = if id % 3 == 0 { "allowed" } else { "denied" };
        let head = format!(r#"{{"id":{id},"decision":"{decision}","#);
        assert!(answer.starts_with(&head), "{id}: {answer}");
        count += 1;
    }
    assert_eq!(count, many);
}

#[test]
fn a_policy_for_all_lines_that_cannot_be_read_is_said_before_any_line() {
    let file = std::env::temp_dir().join(format!("postern-evaluate-{}.json", std::process::id()));
    std::fs::write(&file, r#"{"Statement": [{"Effect": "Allow"}]}"#).unwrap();
    let done = postern(
        &["evaluate", "--policy", file.to_str().unwrap()],
        &line(1, r#""anonymous": true"#),
    );
    std::fs::remove_file(&file).unwrap();
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(
        done.err
            .contains("Statement[0].Principal: the statement has no Principal"),
        "{}",
        done.err
    );
}
