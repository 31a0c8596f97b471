"""Why a call was stopped on our side."""


class OutboundError(Exception):
    """We refused to make or to finish a call; trying again changes nothing."""


class AddressRefusedError(OutboundError):
    """The address is not one that Deskplane may call."""


class ResponseTooLargeError(OutboundError):
    """The answer is larger than allowed."""


class EncodingRefusedError(OutboundError):
    """The answer is compressed in a way that was not asked for, or is damaged."""
