// The one place that names a C library: all that is above it imports System.
#if canImport(Glibc)
@_exported import Glibc
#elseif canImport(Musl)
@_exported import Musl
#elseif canImport(Darwin)
@_exported import Darwin
#else
#error("System knows no C library of this platform")
#endif
