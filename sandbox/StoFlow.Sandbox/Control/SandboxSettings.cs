namespace StoFlow.Sandbox.Control;

/// <summary>The switches of <c>POST /control/settings</c>; a reset puts the defaults back.</summary>
internal sealed record SandboxSettings
{
    /// <summary>Status of a validation error: 400 or 422.</summary>
    public int ValidationStatus { get; init; } = 400;

    /// <summary>Ids of the edit view as strings of digits.</summary>
    public bool NumericStrings { get; init; }

    /// <summary>The edit view without <c>status_id</c>: the condition is in the attributes.</summary>
    public bool StatusIdNull { get; init; }

    /// <summary><c>object</c>, <c>string</c> or <c>number</c>.</summary>
    public string PriceForm { get; init; } = "object";

    /// <summary>How many reads a new item looks unfinished to.</summary>
    public int ProcessingReads { get; init; }

    /// <summary>Status of a deleted item's detail: 404 or 410.</summary>
    public int DeletedStatus { get; init; } = 404;

    /// <summary>Deleted items stay in the owner's list, closed with action "deleted".</summary>
    public bool DeletedInList { get; init; }

    /// <summary>Most items of one list page.</summary>
    public int PerPageCap { get; init; } = 100;

    /// <summary>Milliseconds every API call takes at least.</summary>
    public int DelayMs { get; init; }

    /// <summary>Seconds an access token lives.</summary>
    public int AccessLifeS { get; init; } = 7_200;

    /// <summary>Whether the session refresh wants the anti-forgery token too.</summary>
    public bool RefreshNeedsCsrf { get; init; } = true;

    /// <summary>Only ids of the sandbox's own catalogue, brand, size and colour lists are taken.</summary>
    public bool StrictIds { get; init; }

    /// <summary>Size and condition are read from the attributes only.</summary>
    public bool DynamicAttributes { get; init; }

    /// <summary><c>same</c>: photos on the site's own host; <c>images</c>: on <c>images1.vinted.net</c>.</summary>
    public string PhotoHost { get; init; } = "same";

    /// <summary>Most bytes of one photo.</summary>
    public int PhotoBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Most pixels of a photo's longer side.</summary>
    public int PhotoSide { get; init; } = 12_000;

    /// <summary>The list shows one <c>photo</c> and a count instead of <c>photos</c>.</summary>
    public bool SinglePhoto { get; init; }

    /// <summary><c>/users/{id}/items</c> answers 404, as where it is retired.</summary>
    public bool UsersItemsGone { get; init; }

    /// <summary>API calls per minute and account before 429; 0 is no limit.</summary>
    public int CallsPerMinute { get; init; }

    /// <summary>Answers API errors as HTTP 200 with <c>code</c> ≠ 0.</summary>
    public bool ErrorsAsOk { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan AccessLife => TimeSpan.FromSeconds(AccessLifeS);

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Problem()
        => ValidationStatus is not (400 or 422) ? "validation_status is 400 or 422"
            : PriceForm is not ("object" or "string" or "number") ? "price_form is object, string or number"
            : DeletedStatus is not (404 or 410) ? "deleted_status is 404 or 410"
            : PhotoHost is not ("same" or "images") ? "photo_host is same or images"
            : PerPageCap is < 1 or > 1_000 ? "per_page_cap is 1 to 1000"
            : DelayMs is < 0 or > 600_000 ? "delay_ms is 0 to 600000"
            : AccessLifeS is < 1 or > 31_536_000 ? "access_life_s is 1 to 31536000"
            : ProcessingReads is < 0 or > 1_000_000 ? "processing_reads is 0 to 1000000"
            : CallsPerMinute is < 0 or > 1_000_000 ? "calls_per_minute is 0 to 1000000"
            : PhotoSide is < 1 or > 1_000_000 ? "photo_side is 1 to 1000000"
            : PhotoBytes is < 1 or > SiteLimits.UploadBytes ? "photo_bytes is 1 to 33554432"
            : null;
}
