using System.Text.Json.Serialization;

namespace Repro.Recording;

/// <summary>The JSON of the raw files: one line per record.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(NodeLine))]
[JsonSerializable(typeof(TrafficLine))]
[JsonSerializable(typeof(SocketsLine))]
[JsonSerializable(typeof(RestartLine))]
internal sealed partial class LineJson : JsonSerializerContext;

/// <summary>The JSON of the files that people open too: indented, nulls written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FormatMark))]
[JsonSerializable(typeof(RunFile))]
[JsonSerializable(typeof(CaseFile))]
[JsonSerializable(typeof(CaseEnd))]
internal sealed partial class FileJson : JsonSerializerContext;
