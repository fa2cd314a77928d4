// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The web framework's own packages that App, Command and their tests name in imports.
let web: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "Logging", package: "swift-log"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
]

let package = Package(
  name: "shouwang",
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(
      url: "https://github.com/apple/swift-configuration.git", from: "1.4.0",
      traits: ["CommandLineArguments", "YAML"]),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: [
    .target(name: "Casework", swiftSettings: strict),
    .systemLibrary(
      name: "CLibPQ", path: "Sources/CLibraries/LibPQ", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/CLibraries/Zlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CQRencode", path: "Sources/CLibraries/QRencode", pkgConfig: "libqrencode",
      providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(
      name: "CPango", path: "Sources/CLibraries/Pango", pkgConfig: "pangocairo",
      providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", path: "Sources/CLibraries/TurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(
      name: "CZBar", path: "Sources/CLibraries/ZBar", pkgConfig: "zbar",
      providers: [.apt(["libzbar-dev"])]),
    .systemLibrary(
      name: "CXlsxWriter", path: "Sources/CLibraries/XlsxWriter", pkgConfig: "xlsxwriter",
      providers: [.apt(["libxlsxwriter-dev"])]),
    .target(
      name: "Store",
      dependencies: [
        "CLibPQ", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Documents",
      dependencies: ["CPango", "CQRencode", "CTurboJPEG", "CXlsxWriter", "CZBar", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "App",
      dependencies: web + [
        "Casework", "Store", "Documents",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .copy("Migrations"), .copy("Policies"), .copy("Public"), .copy("Resources"),
        .copy("Templates"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "shouwang",
      dependencies: web + [
        "App", "Casework", "Store", "Documents",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Sources/Command",
      swiftSettings: strict),
    .testTarget(name: "CaseworkTests", dependencies: ["Casework"], swiftSettings: strict),
    .testTarget(name: "StoreTests", dependencies: ["Store"], swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents"], exclude: ["Corpus", "Layouts"],
      swiftSettings: strict),
    .testTarget(
      name: "AppTests",
      dependencies: web + [
        "App", "Casework", "Store", "Documents",
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      swiftSettings: strict),
  ]
)
