texts! {
    /// The users' portal.
    Portal {
        hello: "Bonjour {name},", "Hello {name},";
    }
}
