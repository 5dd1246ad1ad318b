//! Every `create.ps1` parses: no ERROR and no MISSING node. PowerShell itself never runs it here.

use arborium::lang_powershell;
use arborium::tree_sitter::{Node, Parser};

use crate::case;
use crate::create_existing::changing;

#[test]
fn every_powershell_script_parses() {
    let mut parser = Parser::new();
    parser
        .set_language(&lang_powershell::language().into())
        .unwrap();
    for case in case::golden().into_iter().chain([changing()]) {
        let text = case.file("create.ps1");
        assert!(
            text.is_ascii(),
            "{}: Windows PowerShell reads a file without a mark as ANSI",
            case.name
        );
        let tree = parser.parse(text, None).unwrap();
        let mut faults = Vec::new();
        collect(tree.root_node(), &mut faults);
        assert_eq!(faults, Vec::<String>::new(), "{}", case.name);
    }
}

#[test]
fn the_parser_sees_a_fault() {
    let mut parser = Parser::new();
    parser
        .set_language(&lang_powershell::language().into())
        .unwrap();
    for broken in ["if ($x) { 'a'", "$x = @('a',", "function { }"] {
        let tree = parser.parse(broken, None).unwrap();
        assert!(tree.root_node().has_error(), "{broken}");
    }
}

fn collect(node: Node<'_>, faults: &mut Vec<String>) {
    if node.is_error() || node.is_missing() {
        faults.push(format!("{} at {}", node.kind(), node.start_position()));
    }
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        collect(child, faults);
    }
}
