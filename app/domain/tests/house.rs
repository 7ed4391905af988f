//! The house: every crate has the same contexts, and nothing in it goes in a circle. Read from the
//! sources themselves: their `use` lines and the paths in their code.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::UseTree;
use syn::visit::{self, Visit};

/// What there is, from the ground up: in the domain nothing stands on what comes later.
const CONTEXTS: [&str; 14] = [
    "kernel",
    "mail",
    "directory",
    "tickets",
    "service_levels",
    "knowledge",
    "queue",
    "feedback",
    "recurrence",
    "figures",
    "identity",
    "live",
    "notifications",
    "governance",
];

/// Crates and what in them is no context: what puts all of them together.
const CRATES: [(&str, &[&str]); 6] = [
    ("app/domain/src", &[]),
    ("app/locales/src", &["texts", "words"]),
    ("server/store/src", &[]),
    ("server/desk/src", &["desk"]),
    ("app/src", &["routes", "rooms", "shell"]),
    ("server/src", &["cli", "router", "routes", "serve", "main"]),
];

/// A file, by the path of its module; the crate's own file is the empty one.
type Module = Vec<String>;

/// Which files a crate has, and what each of them names.
struct Crate {
    uses: BTreeMap<Module, BTreeSet<Module>>,
}

impl Crate {
    fn read(src: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(src);
        let mut files = Vec::new();
        find(&root, &mut files);
        let files: BTreeMap<Module, PathBuf> = files
            .into_iter()
            .map(|path| (module_of(path.strip_prefix(&root).unwrap()), path))
            .collect();
        let uses = files.iter().map(|(module, path)| {
            let file = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
            let mut named = Named::default();
            named.visit_file(&file);
            let found = named.paths.into_iter().filter_map(|path| {
                let path = absolute(module, path, &files)?;
                // The deepest file on the way is what is named.
                (0..=path.len())
                    .rev()
                    .map(|n| path[..n].to_vec())
                    .find(|module| files.contains_key(module))
            });
            let others = found.filter(|other| other != module).collect();
            (module.clone(), others)
        });
        Self {
            uses: uses.collect(),
        }
    }

    /// The modules that can be come back to from themselves.
    fn circles(&self) -> Vec<String> {
        let mut circles = Vec::new();
        for module in self.uses.keys() {
            if let Some(way) = self.way(module, module) {
                let way: Vec<String> = way.iter().map(|module| module.join("::")).collect();
                circles.push(way.join(" -> "));
            }
        }
        circles
    }

    /// On which floor a module stands: the ground, or one above the highest that it names.
    fn floor(&self, module: &Module, known: &mut BTreeMap<Module, usize>) -> usize {
        if let Some(floor) = known.get(module) {
            return *floor;
        }
        let named = self.uses[module].iter().filter(|other| !other.is_empty());
        let below = named.map(|other| self.floor(other, known)).max();
        let floor = below.map_or(1, |below| below + 1);
        known.insert(module.clone(), floor);
        floor
    }

    /// A way from one module to another along what they name.
    fn way(&self, from: &Module, to: &Module) -> Option<Vec<Module>> {
        let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            for next in &self.uses[at] {
                if next == to {
                    let mut way = vec![to.clone(), at.clone()];
                    let mut at = at;
                    while let Some(earlier) = before.get(at) {
                        way.push((*earlier).clone());
                        at = earlier;
                    }
                    way.reverse();
                    return Some(way);
                }
                if next != from && !before.contains_key(next) {
                    before.insert(next, at);
                    waiting.push(next);
                }
            }
        }
        None
    }
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
}

fn module_of(path: &Path) -> Module {
    let path = path.with_extension("");
    let mut parts: Module = path
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if parts
        .last()
        .is_some_and(|last| last == "mod" || last == "lib")
    {
        parts.pop();
    }
    parts
}

/// A path as it is from the root of the crate; nothing where it leads out of it.
fn absolute(module: &Module, path: Module, files: &BTreeMap<Module, PathBuf>) -> Option<Module> {
    let mut at = module.clone();
    let mut rest = path.into_iter().peekable();
    match rest.peek()?.as_str() {
        "crate" => {
            rest.next();
            at.clear();
        }
        "self" => drop(rest.next()),
        "super" => {
            while rest.peek().is_some_and(|part| part == "super") {
                rest.next();
                at.pop();
            }
        }
        // A module below this one.
        child => {
            let below: Module = at.iter().cloned().chain([child.to_owned()]).collect();
            files.get(&below)?;
        }
    }
    at.extend(rest);
    Some(at)
}

/// Paths of a file: in `use` lines, and those in its code that begin at the crate. Tests may name
/// what they like.
#[derive(Default)]
struct Named {
    paths: Vec<Module>,
}

impl Named {
    fn tree(&mut self, before: &Module, tree: &UseTree) {
        let mut path = before.clone();
        match tree {
            UseTree::Path(one) => {
                path.push(one.ident.to_string());
                self.tree(&path, &one.tree);
            }
            UseTree::Name(one) => {
                path.push(one.ident.to_string());
                self.paths.push(path);
            }
            UseTree::Rename(one) => {
                path.push(one.ident.to_string());
                self.paths.push(path);
            }
            UseTree::Glob(_) => self.paths.push(path),
            UseTree::Group(all) => {
                for one in &all.items {
                    self.tree(&path, one);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        // Inside a module of the same file, `super` is the file.
        let tests = module.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute
                    .parse_args::<syn::Ident>()
                    .is_ok_and(|cfg| cfg == "test")
        });
        if !tests {
            let mut inner = Self::default();
            visit::visit_item_mod(&mut inner, module);
            inner.paths.retain(|path| path[0] == "crate");
            self.paths.append(&mut inner.paths);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&Vec::new(), &item.tree);
    }

    /// `pub(crate)` names nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Module = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if parts[0] == "crate" || parts[0] == "super" {
            self.paths.push(parts);
        }
        visit::visit_path(self, path);
    }
}

#[test]
fn no_crate_goes_in_a_circle() {
    for (src, _) in CRATES {
        let circles = Crate::read(src).circles();
        assert!(circles.is_empty(), "{src}:\n{}", circles.join("\n"));
    }
}

/// How many files one has to know before one understands the last: in the domain at most ten.
#[test]
fn the_domain_has_ten_floors() {
    let domain = Crate::read("app/domain/src");
    let mut known = BTreeMap::new();
    for module in domain.uses.keys().filter(|module| !module.is_empty()) {
        let floor = domain.floor(module, &mut known);
        assert!(floor <= 10, "{} stands on floor {floor}", module.join("::"));
    }
    // Some stand high: what is counted is there.
    assert!(known.values().any(|floor| *floor >= 7));
}

#[test]
fn every_crate_has_the_same_contexts() {
    for (src, others) in CRATES {
        let known: BTreeSet<&str> = CONTEXTS.iter().chain(others).copied().collect();
        for module in Crate::read(src)
            .uses
            .keys()
            .filter(|module| !module.is_empty())
        {
            let first = module[0].as_str();
            assert!(known.contains(first), "{src}: {first} is no context");
        }
    }
}

#[test]
fn in_domain_and_store_no_context_stands_on_a_later_one() {
    let floor = |module: &Module| {
        let first = module.first()?;
        CONTEXTS.iter().position(|context| context == first)
    };
    for src in ["app/domain/src", "server/store/src"] {
        for (module, named) in &Crate::read(src).uses {
            for other in named {
                if let (Some(here), Some(there)) = (floor(module), floor(other)) {
                    let (from, to) = (module.join("::"), other.join("::"));
                    assert!(there <= here, "{src}: {from} stands on {to}");
                }
            }
        }
    }
}

/// Heads of loops and matches in which a snapshot of the database is taken: what is made there lives
/// as long as the loop, and with it the transaction (The Rust Reference, "Temporary scopes").
#[derive(Default)]
struct Heads {
    depth: usize,
    held: Vec<String>,
}

impl Heads {
    fn head(&mut self, head: &syn::Expr) {
        self.depth += 1;
        self.visit_expr(head);
        self.depth -= 1;
    }
}

impl<'ast> Visit<'ast> for Heads {
    fn visit_expr_for_loop(&mut self, one: &'ast syn::ExprForLoop) {
        self.head(&one.expr);
        self.visit_block(&one.body);
    }

    fn visit_expr_match(&mut self, one: &'ast syn::ExprMatch) {
        self.head(&one.expr);
        for arm in &one.arms {
            self.visit_arm(arm);
        }
    }

    fn visit_expr_while(&mut self, one: &'ast syn::ExprWhile) {
        self.head(&one.cond);
        self.visit_block(&one.body);
    }

    /// What a block in a head makes is gone when the block is.
    fn visit_block(&mut self, block: &'ast syn::Block) {
        let depth = std::mem::take(&mut self.depth);
        visit::visit_block(self, block);
        self.depth = depth;
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let of_store = match &*call.receiver {
            syn::Expr::Field(field) => {
                matches!(&field.member, syn::Member::Named(name) if name == "store")
            }
            syn::Expr::MethodCall(inner) => inner.method == "store",
            _ => false,
        };
        let takes = call.method == "snapshot" || call.method == "read" && of_store;
        if self.depth > 0 && takes {
            self.held.push(call.method.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }
}

#[test]
fn no_snapshot_is_held_by_the_head_of_a_loop() {
    let held = |source: &str| {
        let mut heads = Heads::default();
        heads.visit_file(&syn::parse_file(source).unwrap());
        heads.held
    };
    let bad = "async fn f() { for id in self.store.read().await?.ids().await? { g(id).await; } }";
    assert_eq!(held(bad), ["read"], "the test sees one");
    let good = "async fn f() { let ids = self.store.read().await?.ids().await?; for id in ids {} }";
    assert!(held(good).is_empty());
    for src in [
        "server/desk/src",
        "server/src",
        "server/mail/src",
        "server/intake/src",
    ] {
        let mut files = Vec::new();
        find(
            &Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../..")
                .join(src),
            &mut files,
        );
        for file in files {
            let found = held(&std::fs::read_to_string(&file).unwrap());
            assert!(found.is_empty(), "{}: {found:?}", file.display());
        }
    }
}

/// The test would see a circle: it sees the one that this file is drawn with.
#[test]
fn a_circle_is_found() {
    let module = |name: &str| vec![name.to_owned()];
    let uses = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")];
    let uses = uses.map(|(from, to)| (module(from), BTreeSet::from([module(to)])));
    let house = Crate {
        uses: BTreeMap::from(uses),
    };
    assert_eq!(house.circles().len(), 3, "{:?}", house.circles());
    let mut named = Named::default();
    let source = "use crate::b::{C, d::E}; fn f() { crate::g::h(); super::i(); }";
    named.visit_file(&syn::parse_file(source).unwrap());
    let found: Vec<String> = named.paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        ["crate::b::C", "crate::b::d::E", "crate::g::h", "super::i"]
    );
}
