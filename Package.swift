// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "galley",
  products: [
    .executable(name: "galley", targets: ["galley-cli"])
  ],
  targets: [
    .systemLibrary(
      name: "CGit", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(
      name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "JSON"),
    .target(name: "Prose"),
    .target(name: "Terminal"),
    .target(name: "Git", dependencies: ["CGit"]),
    .target(name: "Editorial", dependencies: ["Git", "Prose", "JSON", "CYaml"]),
    .target(name: "Galley", dependencies: ["Editorial", "Git", "Prose", "JSON"]),
    .executableTarget(
      name: "galley-cli", dependencies: ["Galley", "Editorial", "Prose", "JSON", "Terminal"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON"]),
    .testTarget(name: "ProseTests", dependencies: ["Prose"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal"]),
    .testTarget(name: "GitTests", dependencies: ["Git"]),
    .testTarget(name: "EditorialTests", dependencies: ["Editorial", "Prose", "JSON"]),
    .testTarget(name: "GalleyTests", dependencies: ["Galley", "Editorial", "JSON", "galley-cli"]),
  ],
  swiftLanguageModes: [.v6]
)
