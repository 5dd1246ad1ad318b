//! What a token is, and how long it lasts.

use super::*;
use crate::store::tests::Fresh;

fn person(groups: &[&str]) -> Person {
    Person {
        id: "sub-1".to_owned(),
        name: "Ada".to_owned(),
        email: None,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}

fn new() -> NewToken {
    NewToken {
        name: "deploy".parse().unwrap(),
        scope: Scope {
            role: Role::Applier,
            places: BTreeSet::from(["prod".parse().unwrap(), "111122223333".parse().unwrap()]),
        },
        days: 2,
    }
}

#[test]
fn a_secret_is_known_by_its_beginning_and_never_the_same() {
    let (one, other) = (secret(), secret());
    assert!(one.reveal().starts_with(PREFIX));
    // 32 bytes are 43 characters of base64url.
    assert_eq!(one.reveal().len(), PREFIX.len() + 43);
    assert_ne!(one.reveal(), other.reveal());
    assert!(!format!("{one:?}").contains(one.reveal()));
}

#[test]
fn a_name_cannot_look_like_more() {
    for right in ["deploy", "CI of team-a_1.0"] {
        assert_eq!(right.parse::<TokenName>().unwrap().to_string(), right);
    }
    for wrong in ["", " ", "a\nb", "a(b)", "a`b", &"a".repeat(61), "\u{202e}a"] {
        assert!(wrong.parse::<TokenName>().is_err(), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_token_is_good_until_it_ends_or_is_revoked() {
    let fresh = Fresh::new("tokens-good").await;
    let store = fresh.open().await;
    let (token, secret) = make(&store, &person(&["staff"]), &new(), 1_000)
        .await
        .unwrap();
    let at = async |now| used(&store, secret.reveal(), now).await.unwrap();
    let found = at(1_001).await.unwrap();
    assert_eq!(
        (found.id, found.scope.words()),
        (token.id.clone(), "111122223333 prod".to_owned())
    );
    assert!(
        at(1_000 + 2 * DAY).await.is_none(),
        "it ends after two days"
    );
    let mut other = secret.reveal().to_owned();
    other.pop();
    assert!(used(&store, &other, 1_001).await.unwrap().is_none());
    assert!(
        used(&store, &hash(secret.reveal()), 1_001)
            .await
            .unwrap()
            .is_none()
    );
    store.revoke_token(&token.id, 1_002).await.unwrap();
    assert!(at(1_003).await.is_none());
    store.revoke_token(&token.id, 2_000).await.unwrap();
    let row = store.token(&token.id).await.unwrap().unwrap();
    assert_eq!((row.revoked, row.used), (1_002, 1_001));
}

#[tokio::test]
async fn the_secret_is_nowhere_in_the_store() {
    // The bytes of a file can be looked through; PostgreSQL keeps the same rows.
    let folder = std::env::temp_dir().join(format!("postern-tokens-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let store = Store::open(&folder).await.unwrap();
    let (_, secret) = make(&store, &person(&["staff"]), &new(), 1_000)
        .await
        .unwrap();
    store.close().await;
    for file in std::fs::read_dir(&folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let random = secret.reveal().strip_prefix(PREFIX).unwrap().as_bytes();
        assert!(!bytes.windows(random.len()).any(|part| part == random));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_is_known_of_the_maker_is_as_new_as_their_last_sign_in() {
    let fresh = Fresh::new("tokens-known").await;
    let store = fresh.open().await;
    let (_, secret) = make(&store, &person(&["staff", "admin"]), &new(), 1_000)
        .await
        .unwrap();
    know(&store, &person(&["staff"])).await.unwrap();
    let found = used(&store, secret.reveal(), 1_001).await.unwrap().unwrap();
    assert!(found.maker.groups.iter().eq(["staff"]));
}

#[tokio::test]
async fn what_ended_long_ago_is_not_kept() {
    let fresh = Fresh::new("tokens-old").await;
    let store = fresh.open().await;
    make(&store, &person(&[]), &new(), 1_000).await.unwrap();
    let later = 1_000 + 2 * DAY + REMEMBERED + 1;
    make(&store, &person(&[]), &new(), later).await.unwrap();
    assert_eq!(store.tokens(Some("sub-1"), LISTED).await.unwrap().len(), 1);
    assert_eq!(store.tokens(Some("sub-2"), LISTED).await.unwrap().len(), 0);
}
