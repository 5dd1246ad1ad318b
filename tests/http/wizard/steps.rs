//! What each button does, and what each page says of wrong answers.

use super::{
    ASKING, HOSTILE, PATHS, Page, complete, encoded, get, open, pairs, post, redirected, with,
    without,
};

#[tokio::test]
async fn every_page_opens_empty_and_complete() {
    for path in PATHS {
        let answer = get(path).await;
        let shows = matches!(path, "/check" | "/review");
        assert_eq!(answer.status, if shows { 422 } else { 200 }, "{path}");
        Page::of(&answer).assert_sound();

        let answer = open(path, &complete()).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let page = Page::of(&answer);
        page.assert_sound();
        assert!(page.problems().is_empty());
        assert!(!page.title().starts_with("Error"));
    }
}

#[tokio::test]
async fn continue_goes_on_with_the_same_fields() {
    for (path, next) in [
        ("/", "/who"),
        ("/who", "/where"),
        ("/where", "/check"),
        ("/check", "/review"),
        ("/everything", "/review"),
        ("/review", "/review"),
    ] {
        let fields = with(complete(), "do", "continue");
        assert_eq!(redirected(&open(path, &fields).await, next), complete());
        assert_eq!(redirected(&post(path, &fields).await, next), complete());
    }
}

#[tokio::test]
async fn back_goes_back_whatever_is_wrong() {
    let wrong = with(with(complete(), "account", "12"), "grants.0.auth", "magic");
    for (path, before) in [("/who", "/"), ("/where", "/who"), ("/check", "/where")] {
        let answer = open(path, &with(wrong.clone(), "do", "back")).await;
        assert_eq!(redirected(&answer, before), wrong);
    }
}

#[tokio::test]
async fn a_step_judges_its_own_answers_only() {
    let fields = with(complete(), "account", "12");
    let fields = with(fields, "do", "continue");
    assert_eq!(open("/", &fields).await.status, 303);
    assert_eq!(open("/who", &fields).await.status, 303);
    assert_eq!(open("/where", &fields).await.status, 422);
    assert_eq!(open("/everything", &fields).await.status, 422);
}

#[tokio::test]
async fn a_wrong_answer_is_the_same_page_with_its_message() {
    for (path, name, value) in [
        ("/", "grants.0.primitive", "runtim"),
        ("/", "grants.0.plane", "astral"),
        ("/", "grants.0.resources", "not an id"),
        ("/who", "grants.0.auth", "magic"),
        (
            "/who",
            "grants.0.callers",
            "arn:aws:sts::111122223333:assumed-role/app/me",
        ),
        ("/who", "grants.0.access", "everything"),
        ("/who", "grants.0.actions", "InvokeAgentRuntim"),
        ("/who", "grants.0.conditions.0.key", "aws:PrincipalOrgId2"),
        ("/where", "name", "Upper Case"),
        ("/where", "region", "us-eest-1"),
        ("/where", "account", "12"),
        ("/where", "placement.vpc", "vpc-1"),
        ("/where", "placement.subnets", "subnet-zz"),
        ("/where", "placement.allow_from", "10.0.0.0/99"),
        ("/where", "placement.security_groups", "sg-"),
        ("/where", "placement.private_dns", "maybe"),
        ("/where", "placement.ip_address_type", "ipv5"),
        ("/where", "policy", "open"),
        ("/where", "guards.deny_foreign_discovery", "perhaps"),
        ("/where", "endpoints.data.subnets", "subnet-?"),
        ("/where", "endpoints.data.existing", "vpce-?"),
        ("/where", "endpoints.data.private_dns", "maybe"),
        (
            "/where",
            "endpoints.gateway.subnets",
            "subnet-0aaaaaaaaaaaaaaaa",
        ),
        (
            "/where",
            "endpoints.cellar.subnets",
            "subnet-0aaaaaaaaaaaaaaaa",
        ),
        ("/where", "tags.0.key", "aws:mine"),
        ("/where", "version", "7"),
        ("/where", "colour", "green"),
        ("/where", "placement", "here"),
        ("/where", "placement.vpc.id", "vpc-1"),
        ("/", "grants.0.colour", "green"),
        ("/", "grants.0.primitive.name", "runtime"),
        ("/", "grants.x", "1"),
        ("/", "grants", "1"),
        ("/who", "grants.0.conditions.0.colour", "green"),
        ("/who", "grants.0.conditions.x", "1"),
    ] {
        let of = format!("{path} {name}={value}");
        let fields = with(complete(), name, value);
        for path in [path, "/everything"] {
            let answer = open(path, &with(fields.clone(), "do", "continue")).await;
            assert_eq!(answer.status, 422, "{of}");
            let page = Page::of(&answer);
            page.assert_sound();
            assert!(page.title().starts_with("Error: "), "{of}");
            let problems = page.problems();
            assert!(!problems.is_empty(), "{of}");
            let own = page.texts(".question__error").join("\n");
            for (text, _) in &problems {
                // The summary's words stand at the field, behind the field's path.
                let words = text
                    .split_once(": ")
                    .map_or(text.as_str(), |(_, words)| words);
                assert!(own.contains(words), "{of}: {words}\nnot in\n{own}");
            }
            let sent = page.sent();
            let typed = (name.to_owned(), value.to_owned());
            assert!(sent.contains(&typed), "{of}: {typed:?} not in {sent:?}");
        }
    }
}

#[tokio::test]
async fn a_field_that_stands_twice_in_an_address_is_said_to() {
    let mut fields = complete();
    fields.push(("placement.vpc".to_owned(), "vpc-1".to_owned()));
    let page = Page::of(&open("/where", &fields).await);
    let said = "expected one value, found several. Keep one of them.";
    assert!(page.text.contains(said), "{}", page.text);
}

#[tokio::test]
async fn what_is_missing_is_said_on_continue_and_not_before() {
    for (path, name) in [
        ("/", "grants.0.resources"),
        ("/who", "grants.0.auth"),
        ("/who", "grants.0.callers"),
        ("/who", "grants.0.access"),
        ("/where", "name"),
        ("/where", "region"),
        ("/where", "account"),
        ("/where", "placement.vpc"),
        ("/where", "placement.subnets"),
        ("/where", "placement.allow_from"),
    ] {
        let fields = without(complete(), name);
        assert_eq!(open(path, &fields).await.status, 200, "{path} {name}");
        let answer = open(path, &with(fields, "do", "continue")).await;
        assert_eq!(answer.status, 422, "{path} {name}");
        let page = Page::of(&answer);
        page.assert_sound();
        assert_eq!(page.problems().len(), 1, "{path} {name}");
    }
    let answer = get("/?do=continue").await;
    assert_eq!(answer.status, 422);
    Page::of(&answer).assert_sound();
}

#[tokio::test]
async fn rows_are_added_copied_and_removed() {
    let added = redirected(&get("/?name=x&do=add.memory.control").await, "/");
    assert_eq!(
        added,
        pairs(&[
            ("name", "x"),
            ("grants.0.primitive", "memory"),
            ("grants.0.plane", "control"),
        ])
    );
    let answer = open("/", &with(complete(), "do", "copy.0")).await;
    assert!(answer.header("location").ends_with("#grants.1"));
    let copied = redirected(&answer, "/");
    for field in [
        "primitive",
        "resources",
        "callers",
        "access",
        "auth",
        "plane",
    ] {
        let value = |row| {
            let name = format!("grants.{row}.{field}");
            copied.iter().find(|(n, _)| *n == name).map(|(_, v)| v)
        };
        assert!(value(0).is_some() && value(0) == value(1), "{field}");
    }
    let removed = redirected(&open("/", &with(copied, "do", "remove.1")).await, "/");
    assert_eq!(removed, complete());
}

#[tokio::test]
async fn buttons_that_are_not_ours_show_the_page() {
    let most = usize::MAX;
    for act in [
        "",
        "copy",
        "copy.x",
        "remove.-1",
        "remove.99",
        "copy.99",
        "add",
        "add.x",
        "a.b.c.d",
        &format!("copy.{most}"),
        &format!("remove.{most}"),
        HOSTILE,
    ] {
        let mut fields = with(complete(), "do", act);
        fields.push((format!("grants.{most}.auth"), "oauth".to_owned()));
        for path in ASKING {
            let status = open(path, &fields).await.status.as_u16();
            assert!([200, 303, 422].contains(&status), "{path} {act}: {status}");
        }
    }
    let answer = open("/", &pairs(&[("do", &format!("add.{HOSTILE}.data"))])).await;
    assert!([303, 200].contains(&answer.status.as_u16()));
}

#[tokio::test]
async fn incomplete_answers_lead_from_check_and_review_to_their_fields() {
    let fields = without(with(complete(), "account", "12"), "grants.0.auth");
    for path in ["/check", "/review"] {
        let answer = open(path, &fields).await;
        assert_eq!(answer.status, 422);
        let page = Page::of(&answer);
        page.assert_sound();
        let links: Vec<String> = page.problems().into_iter().map(|(_, href)| href).collect();
        let query = encoded(&fields);
        for link in [
            format!("/who?{query}#grants.0.auth"),
            format!("/where?{query}#account"),
        ] {
            assert!(links.contains(&link), "{path}: {link} not in {links:?}");
        }
        for link in links {
            let answer = get(link.split('#').next().unwrap()).await;
            let id = link.split_once('#').unwrap().1;
            assert!(Page::of(&answer).named(id).is_some(), "{link}");
        }
    }
}

#[tokio::test]
async fn the_preview_is_a_fragment_whatever_was_typed() {
    for fields in [
        Vec::new(),
        complete(),
        without(complete(), "account"),
        with(complete(), "name", HOSTILE),
        with(complete(), "grants.0.resources", HOSTILE),
    ] {
        for answer in [
            open("/preview", &fields).await,
            post("/preview", &fields).await,
        ] {
            assert_eq!(answer.status, 200);
            let page = Page::of(&answer);
            for part in ["<html", "<head", "<form", "<script"] {
                assert!(!page.text.contains(part), "{part}: {}", page.text);
            }
        }
    }
    let page = Page::of(&post("/preview", &complete()).await);
    assert!(
        page.text
            .contains("com.amazonaws.us-east-1.bedrock-agentcore")
    );
    assert!(page.texts(".stand-ins").is_empty());
    let page = Page::of(&post("/preview", &without(complete(), "account")).await);
    assert_eq!(page.texts(".stand-ins").len(), 1);
}
