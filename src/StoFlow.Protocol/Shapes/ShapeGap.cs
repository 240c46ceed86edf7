namespace StoFlow.Protocol.Shapes;

/// <summary>Where an answer is not as it is relied on.</summary>
/// <param name="Path">The field, such as <c>items[].price</c>.</param>
/// <param name="Needed">The answer cannot be used without it; otherwise it can be done without.</param>
/// <param name="OfAnotherType">It is there, of another type than known.</param>
public readonly record struct ShapeGap(string Path, bool Needed, bool OfAnotherType);
