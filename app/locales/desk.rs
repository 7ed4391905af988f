texts! {
    /// The agents' desk.
    Desk {
        queues: "Files", "Queues";
    }
}
