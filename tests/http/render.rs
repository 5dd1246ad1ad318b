//! `POST /api/v1/render`: each artifact as it is, several as a ZIP of fixed bytes.

use std::io::{Cursor, Read};

use axum::http::StatusCode;
use postern_plan::artifact::{self, Artifact, Format};
use zip::{DateTime, ZipArchive};

use crate::asked::{Answer, app, ask, post_json, request};
use crate::golden::{self, Case};

async fn render(case: &Case, format: Format) -> Answer {
    post_json(&format!("/api/v1/render?as={format}"), case.body()).await
}

fn files(case: &Case, format: Format) -> Vec<Artifact> {
    artifact::render(&case.plan, format).unwrap()
}

#[tokio::test]
async fn every_format_of_every_request_is_its_files() {
    for case in golden::cases() {
        for format in Format::ALL {
            let answer = render(&case, *format).await;
            let of = format!("{} as {format}", case.name);
            assert_eq!(answer.status, StatusCode::OK, "{of}");
            match files(&case, *format).as_slice() {
                [only] if *format != Format::All => assert_single(&answer, only, &of),
                several => assert_archive(&answer, several, &of),
            }
        }
    }
}

fn assert_single(answer: &Answer, file: &Artifact, of: &str) {
    assert_eq!(answer.text(), file.text, "{of}");
    let name = file.path.rsplit('/').next().unwrap();
    let saved = format!("attachment; filename=\"{name}\"");
    assert_eq!(answer.header("content-disposition"), saved, "{of}");
    let kind = answer.header("content-type");
    assert_eq!(kind.split(';').next(), Some(file.media_type), "{of}");
}

fn assert_archive(answer: &Answer, files: &[Artifact], of: &str) {
    assert_eq!(answer.header("content-type"), "application/zip", "{of}");
    let saved = answer.header("content-disposition");
    assert!(
        saved.starts_with("attachment; filename=\"") && saved.ends_with(".zip\""),
        "{saved}"
    );
    let mut archive = ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    assert_eq!(archive.len(), files.len(), "{of}");
    for (place, file) in files.iter().enumerate() {
        let mut entry = archive.by_index(place).unwrap();
        assert_eq!(entry.name().unwrap(), file.path, "{of}");
        assert_eq!(entry.last_modified(), Some(DateTime::DEFAULT), "{of}");
        let mode = if file.text.starts_with("#!") {
            0o755
        } else {
            0o644
        };
        assert_eq!(
            entry.unix_mode().map(|mode| mode & 0o777),
            Some(mode),
            "{}",
            file.path
        );
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        assert_eq!(text, file.text, "{of}: {}", file.path);
    }
}

#[tokio::test]
async fn the_same_request_is_the_same_bytes() {
    let case = golden::named("three-doors");
    for format in Format::ALL {
        let (one, two) = (render(&case, *format).await, render(&case, *format).await);
        assert_eq!(one.body, two.body, "{format}");
        let names = ["content-type", "content-disposition"];
        for name in names {
            assert_eq!(one.header(name), two.header(name), "{format}");
        }
    }
}

#[tokio::test]
async fn names_of_archives_say_what_they_hold() {
    let case = golden::named("three-doors");
    for (format, name) in [
        (Format::All, "three-doors.zip"),
        (Format::Policy, "three-doors-policy.zip"),
    ] {
        let saved = format!("attachment; filename=\"{name}\"");
        assert_eq!(
            render(&case, format).await.header("content-disposition"),
            saved
        );
    }
}

#[tokio::test]
async fn a_format_that_is_not_known_or_not_one_is_422() {
    let body = golden::named("gateway-sigv4").body();
    for (query, code) in [
        ("", "missing"),
        ("?as=", "unknown-word"),
        ("?as=pulumi", "unknown-word"),
        ("?as=cli&as=cdk", "duplicate-key"),
    ] {
        let answer = post_json(&format!("/api/v1/render{query}"), body.clone()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let error = answer.json()["errors"][0].clone();
        assert_eq!(
            (error["path"].as_str(), error["code"].as_str()),
            (Some("as"), Some(code))
        );
        assert!(
            error["help"]
                .as_str()
                .unwrap()
                .contains("cloudformation-json"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_bad_request_is_refused_as_by_plan() {
    for (body, status) in [
        ("{", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let render = post_json("/api/v1/render?as=all", body).await;
        let plan = post_json("/api/v1/plan", body).await;
        assert_eq!(render.status, status);
        assert_eq!(render.header("content-type"), "application/problem+json");
        assert_eq!(render.json()["errors"], plan.json()["errors"]);
    }
}

#[tokio::test]
async fn an_archive_is_not_compressed_again() {
    let case = golden::named("three-doors");
    let asked = request("POST", "/api/v1/render?as=all")
        .header("content-type", "application/json")
        .header("accept-encoding", "gzip");
    let request = asked.body(case.body().into()).unwrap();
    let answer = crate::asked::send(app(), request).await;
    assert_eq!(answer.header("content-encoding"), "");
    assert!(answer.body.starts_with(b"PK"));
}

#[tokio::test]
async fn reading_is_not_rendering() {
    let answer = ask(app(), request("GET", "/api/v1/render?as=all")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}
