import Editorial
import Galley
import JSON
import Prose
import Terminal

enum MergeCommand {
  static let command = Command(
    CommandSpec(
      "merge", "Merge the reviewers' branches into the revision", group: HelpGroup.reviews,
      discussion: [
        "What was changed in the article's text on main itself meanwhile is taken in too, by word."
      ],
      arguments: [CommonArguments.slug],
      examples: [Example("galley merge rivers", says: "take in all reviews that wait")],
      seeAlso: ["revise", "annotations"])
  ) { context in
    let done = try context.desk().mergeReviews(context.slug())
    return Outcome(
      notes: done.notes,
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(done.number.description),
            "reviews": .array(
              zip(done.reviews, done.counts).map { review, count in
                [
                  "reviewer": .string(review.person.component),
                  "revision": .string(review.number.description),
                  "annotations": JSON(count),
                ]
              }),
            "corrected": .bool(done.isCorrected),
            "commit": done.commit.map { .string($0.description) } ?? .null,
          ]
        ]
      },
      text: { paint in
        let correction = done.isCorrected ? "Took in what was changed on main.\n" : ""
        if done.isCorrected, done.reviews.isEmpty { return correction }
        guard done.commit != nil else { return "No review of \(done.slug) waits to be merged.\n" }
        let lines = zip(done.reviews, done.counts).map { review, count in
          "  \(visible(review.person.email, keepNewlines: false)): \(counted(count, "annotation"))\n"
        }
        return "Merged into \(paint.bold("\(done.slug) \(done.number)")):\n\(lines.joined())\(correction)"
      })
  }
}
