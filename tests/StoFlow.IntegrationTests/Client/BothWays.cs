namespace StoFlow.IntegrationTests.Client;

// The same tests twice: a fault that shows in one way only is the bridge's or the stand-in's.

public sealed class ItemsDirectTests() : ItemsTests(Way.Direct);

public sealed class ItemsThroughTheBridgeTests() : ItemsTests(Way.Bridge);

public sealed class ListingDirectTests() : ListingTests(Way.Direct);

public sealed class ListingThroughTheBridgeTests() : ListingTests(Way.Bridge);

public sealed class PhotosDirectTests() : PhotosTests(Way.Direct);

public sealed class PhotosThroughTheBridgeTests() : PhotosTests(Way.Bridge);

public sealed class DraftsDirectTests() : DraftsTests(Way.Direct);

public sealed class DraftsThroughTheBridgeTests() : DraftsTests(Way.Bridge);

public sealed class CatalogueDirectTests() : CatalogueTests(Way.Direct);

public sealed class CatalogueThroughTheBridgeTests() : CatalogueTests(Way.Bridge);

public sealed class SiteErrorsDirectTests() : SiteErrorsTests(Way.Direct);

public sealed class SiteErrorsThroughTheBridgeTests() : SiteErrorsTests(Way.Bridge);

public sealed class BehaviourDirectTests() : BehaviourTests(Way.Direct);

public sealed class BehaviourThroughTheBridgeTests() : BehaviourTests(Way.Bridge);

public sealed class FidelityDirectTests() : FidelityTests(Way.Direct);

public sealed class FidelityThroughTheBridgeTests() : FidelityTests(Way.Bridge);

public sealed class ReadBackDirectTests() : ReadBackTests(Way.Direct);

public sealed class ReadBackThroughTheBridgeTests() : ReadBackTests(Way.Bridge);
