"""References become what the portal stores: page links, documents, images, checked addresses."""

from portal.isomer.resolver.addresses import AddressBook
from portal.isomer.resolver.media import MediaLibrary
from portal.isomer.resolver.resolve import Resolver

__all__ = ["AddressBook", "MediaLibrary", "Resolver"]
