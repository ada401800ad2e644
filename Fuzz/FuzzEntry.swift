import Glibc

/// The target that FUZZ_TARGET names.
private let body: FuzzBody = {
  guard let name = getenv("FUZZ_TARGET").flatMap({ FuzzBody(rawValue: String(cString: $0)) }) else {
    fatalError("set FUZZ_TARGET to one of: \(FuzzBody.allCases.map(\.rawValue).joined(separator: " "))")
  }
  return name
}()

/// What libFuzzer calls again and again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  body.run(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
