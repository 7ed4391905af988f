texts! {
    /// The administrators' pages.
    Admin {
        title: "Administration", "Administration";
    }
}
