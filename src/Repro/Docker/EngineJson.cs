using System.Text.Json.Serialization;

namespace Repro.Docker;

/// <summary>The JSON of the engine: its names are those of the records here.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EngineMessage))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(InfoAnswer))]
[JsonSerializable(typeof(CreatedAnswer))]
[JsonSerializable(typeof(WaitAnswer))]
[JsonSerializable(typeof(ContainerAnswer))]
[JsonSerializable(typeof(List<ContainerRow>))]
[JsonSerializable(typeof(List<NetworkRow>))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(List<ImageRow>))]
[JsonSerializable(typeof(ProgressLine))]
[JsonSerializable(typeof(ContainerBody))]
[JsonSerializable(typeof(NetworkBody))]
[JsonSerializable(typeof(Dictionary<string, string[]>), TypeInfoPropertyName = "Filters")]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>), TypeInfoPropertyName = "BuildArguments")]
internal sealed partial class EngineJson : JsonSerializerContext;
