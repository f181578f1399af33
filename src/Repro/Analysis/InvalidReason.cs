using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary>Why a case is no data point.</summary>
/// <param name="Id">The kind of reason, for programs.</param>
/// <param name="Text">What was seen, for people.</param>
public sealed record InvalidReason(InvalidReasonId Id, string Text);

/// <summary>The kinds of reasons for which a case is invalid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvalidReasonId>))]
public enum InvalidReasonId
{
    /// <summary>A file of the case is missing, cut or changed.</summary>
    [JsonStringEnumMemberName("damaged")]
    Damaged,

    /// <summary>The run ended before the case did.</summary>
    [JsonStringEnumMemberName("cut-off")]
    CutOff,

    /// <summary>A host, the lab or the engine under it failed while the case ran.</summary>
    [JsonStringEnumMemberName("lab-failed")]
    LabFailed,

    /// <summary>A program of the user's that was to send the load ended before its time.</summary>
    [JsonStringEnumMemberName("load-ended")]
    LoadEnded,

    /// <summary>The machine was too busy to send, to take, to sample or to write all that was due.</summary>
    [JsonStringEnumMemberName("starved")]
    Starved,

    /// <summary>A host gave no sign of life, or requests were held up, for long enough to move the first failure.</summary>
    [JsonStringEnumMemberName("stood-still")]
    StoodStill,

    /// <summary>A host's clock is not known as well as the first failure has to be.</summary>
    [JsonStringEnumMemberName("clocks-apart")]
    ClocksApart,

    /// <summary>A sysctl does not read back as it was asked.</summary>
    [JsonStringEnumMemberName("sysctl-not-set")]
    SysctlNotSet,

    /// <summary>A knob left no proof that it acted.</summary>
    [JsonStringEnumMemberName("knob-did-not-act")]
    KnobDidNotAct,

    /// <summary>Requests failed for another reason than ports.</summary>
    [JsonStringEnumMemberName("failed-otherwise")]
    FailedOtherwise,

    /// <summary>Ports that were to be taken before the load were not.</summary>
    [JsonStringEnumMemberName("prefill-failed")]
    PrefillFailed,
}
