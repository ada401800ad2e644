// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "galley",
  products: [
    .executable(name: "galley", targets: ["galley-cli"]),
    .executable(name: "galley-web", targets: ["GalleyWeb"]),
  ],
  targets: [
    .systemLibrary(
      name: "CGit", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(
      name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CMark",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .target(name: "System"),
    .target(name: "JSON", dependencies: ["System"]),
    .target(name: "Prose", dependencies: ["System"]),
    .target(
      name: "Rendered", dependencies: ["CMark", "Prose", "System"],
      // Linked in, so that no command loads them when it starts.
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "-l:libcmark-gfm-extensions.a", "-Xlinker", "-l:libcmark-gfm.a"])
      ]),
    .target(name: "Terminal", dependencies: ["System"]),
    .target(
      name: "Git", dependencies: ["CGit", "System"],
      // libgit2 finds Authorities.swift's function by this.
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "--export-dynamic-symbol=mbedtls_x509_crt_parse_file"])
      ]),
    .target(name: "Editorial", dependencies: ["Git", "Prose", "JSON", "CYaml", "System"]),
    .target(name: "Galley", dependencies: ["Editorial", "Git", "Prose", "Rendered", "JSON", "System"]),
    .target(
      name: "DiffAssets", path: "Sources/Pages/Assets", exclude: ["diff.css", "diff-page.css"],
      cSettings: [.headerSearchPath(".")]),
    .target(
      name: "PageAssets", dependencies: ["DiffAssets"], path: "Sources/GalleyWeb/Assets",
      exclude: ["page.css", "page.js"],
      cSettings: [.headerSearchPath(".")]),
    .target(
      name: "Pages", dependencies: ["Galley", "Editorial", "Prose", "Terminal", "DiffAssets"],
      exclude: ["Assets"]),
    .executableTarget(
      name: "galley-cli",
      dependencies: ["Galley", "Pages", "Editorial", "Prose", "JSON", "Terminal", "System"]),
    .executableTarget(
      name: "GalleyWeb",
      dependencies: [
        "Galley", "Pages", "Editorial", "Git", "Prose", "Rendered", "JSON", "Terminal", "System",
        "CMicrohttpd", "PageAssets",
      ],
      exclude: ["Assets"]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
    .testTarget(name: "ProseTests", dependencies: ["Prose", "TestSupport"]),
    .testTarget(name: "RenderedTests", dependencies: ["Rendered", "Prose"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TestSupport"]),
    .testTarget(name: "GitTests", dependencies: ["Git", "TestSupport"]),
    .testTarget(name: "EditorialTests", dependencies: ["Editorial", "Prose", "JSON", "TestSupport"]),
    .testTarget(
      name: "GalleyTests",
      dependencies: ["Galley", "Editorial", "JSON", "galley-cli", "GalleyWeb", "TestSupport"]),
    .testTarget(
      name: "GalleyWebTests", dependencies: ["GalleyWeb", "Pages", "Rendered", "Editorial", "JSON"]),
    .testTarget(
      name: "FuzzTests", dependencies: ["Galley", "Editorial", "Git", "Prose", "JSON", "Terminal"],
      path: "Fuzz", exclude: ["FuzzEntry.swift", "Package.swift.fuzz", "seeds"]),
  ],
  swiftLanguageModes: [.v6]
)
