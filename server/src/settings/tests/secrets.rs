//! Secrets, and sections that may be left out, in settings of the tests' own.

#![allow(
    unreachable_pub,
    reason = "the macros write the structs of the product, which are public"
)]

use super::super::secret::Secret;
use super::super::section::{Change, Known, section};
use super::super::value::{Line, Shown};
use super::*;

section! {
    /// A section of the tests
    pub struct Door {
        /// A secret
        key: Secret, Reload;
        /// Another
        spare: Option<Secret> = None, Reload;
        /// No secret
        colour: Option<Line> = None, Restart;
    }
}

sections! {
    /// Settings of the tests
    pub struct House {
        /// One that may be left out
        door: Option<Door>,
    }
}

fn house(text: &str, variables: &[(&str, &str)]) -> (Option<House>, Vec<Entry>, Vec<Wrong>) {
    let sources = sources(None, variables, &[]);
    let table = DeTable::parse(text).unwrap();
    let file = File {
        name: "p.toml",
        text,
        root: Some(table.get_ref()),
    };
    let mut reader = Reader::new(&sources, file);
    let house = House::of(&mut reader);
    (house, reader.entries, reader.wrong)
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_repeated() {
    let (_, _, wrong) = house("[door]\nkey = 'hunter2'\nkeey = 'hunter3'\n", &[]);
    let said = format!("{wrong:?}");
    assert_eq!(wrong.len(), 2, "{said}");
    assert_eq!(
        wrong[1].to_string(),
        "p.toml:2:7: door.key is a secret, and a secret must not stand in this file"
    );
    assert!(
        wrong[1].help.contains("key_file = ") && wrong[1].help.contains("POSTERN_DOOR__KEY;"),
        "{said}"
    );
    assert!(!said.contains("hunter"), "{said}");
}

#[test]
fn a_secret_is_from_its_variable_or_from_a_file_of_its_own() {
    let folder = Folder::new();
    let path = folder.write("key", "hunter2\n");
    let path = path.to_str().unwrap();
    let text = format!("[door]\nkey_file = '{path}'\n");
    for (text, variables) in [
        (text.as_str(), &[][..]),
        ("", &[("POSTERN_DOOR__KEY_FILE", path)][..]),
        ("", &[("POSTERN_DOOR__KEY", "hunter2")][..]),
        (
            "[door]\nkey_file = '/nonexistent'",
            &[("POSTERN_DOOR__KEY", "hunter2")][..],
        ),
    ] {
        let (house, entries, wrong) = house(text, variables);
        assert_eq!(wrong, [], "{text}");
        assert_eq!(
            house.as_ref().unwrap().door.as_ref().unwrap().key.reveal(),
            "hunter2"
        );
        assert_eq!(entries[0].value, Shown::Secret(Secret::new("hunter2")));
        assert!(!format!("{house:?} {entries:?}").contains("hunter2"));
    }
}

#[test]
fn a_secret_that_cannot_be_had_is_said_once() {
    let folder = Folder::new();
    let empty = folder.write("empty", "\n");
    let both = [
        ("POSTERN_DOOR__KEY", "hunter2"),
        ("POSTERN_DOOR__KEY_FILE", "/x"),
    ];
    for (variables, start) in [
        (
            &[("POSTERN_DOOR__KEY_FILE", "/nonexistent")][..],
            "POSTERN_DOOR__KEY_FILE: the file that has door.key cannot be used: ",
        ),
        (
            &[("POSTERN_DOOR__KEY_FILE", empty.to_str().unwrap())][..],
            "POSTERN_DOOR__KEY_FILE: door.key is not right",
        ),
        (&both[..], "POSTERN_DOOR__KEY_FILE: door.key is said twice"),
        (
            &[("POSTERN_DOOR__COLOUR", "red")][..],
            "POSTERN_DOOR__COLOUR: door.key is missing",
        ),
    ] {
        let (house, _, wrong) = house("", variables);
        assert_eq!((house.is_none(), wrong.len()), (true, 1), "{wrong:?}");
        assert!(wrong[0].to_string().starts_with(start), "{wrong:?}");
        assert!(!format!("{wrong:?}").contains("hunter2"));
    }
}

#[test]
fn a_section_that_may_be_left_out_is_not_there() {
    let (house, entries, wrong) = house("", &[]);
    assert_eq!(
        (house, entries, wrong),
        (Some(House { door: None }), vec![], vec![])
    );
}

#[test]
fn what_is_known_is_the_struct() {
    let known: Vec<Known> = House::known();
    assert_eq!(known[0].about, [" A section of the tests"]);
    let keys: Vec<_> = known[0]
        .keys
        .iter()
        .map(|key| (key.name, key.change, key.unset.is_none()))
        .collect();
    assert_eq!(
        keys,
        [
            ("key", Change::Reload, true),
            ("spare", Change::Reload, false),
            ("colour", Change::Restart, false)
        ]
    );
}

proptest! {
    /// Wherever a person puts it by mistake
    #[test]
    fn no_error_repeats_a_secret(end in "[A-Za-z0-9+/=._-]{4,40}", place in 0..7_usize) {
        let secret = format!("Zq7!{end}");
        let quoted = serde_json::json!(secret);
        let text = match place {
            0 => format!("[door]\nkey = {quoted}"),
            1 => format!("[door]\nkey = [{quoted}]\nspare = {{ a = {quoted} }}"),
            2 => format!("[door]\nspare = {quoted}\nkee = {quoted}"),
            3 => format!("[dor]\nkey = {quoted}"),
            4 => format!("door = {quoted}"),
            5 => format!("[door]\nkey_file = {quoted}"),
            _ => "[door]\ncolour = 'red'".to_owned(),
        };
        let variables = [("POSTERN_DOOR__KEE", secret.as_str()), ("POSTERN_DOOR_KEY", secret.as_str())];
        let (house, entries, wrong) = house(&text, &variables);
        prop_assert!(!wrong.is_empty());
        let json: Vec<_> = wrong.iter().map(Wrong::to_json).collect();
        let said = format!("{house:?} {entries:?} {wrong:?} {json:?}");
        prop_assert!(!said.contains("Zq7!"), "{}", said);
    }
}
